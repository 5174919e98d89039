"""Unit tests: subscriptions domain."""

"""Unit tests: subscriptions storage."""

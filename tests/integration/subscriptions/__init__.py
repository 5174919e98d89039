"""Integration tests: subscriptions."""

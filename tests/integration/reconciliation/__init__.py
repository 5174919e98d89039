"""Integration tests: reconciliation."""

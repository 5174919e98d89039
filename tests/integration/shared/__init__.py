"""Integration tests: shared."""

"""Integration tests: delivery report."""

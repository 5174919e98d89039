"""Unit tests: delivery report."""

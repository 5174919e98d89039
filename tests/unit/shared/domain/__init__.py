"""Unit tests: shared domain."""

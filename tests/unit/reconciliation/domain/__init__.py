"""Unit tests: reconciliation domain."""

"""Unit tests: conversations domain."""

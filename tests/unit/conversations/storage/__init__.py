"""Unit tests: conversations storage."""

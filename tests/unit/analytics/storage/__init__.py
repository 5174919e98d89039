"""Unit tests: analytics storage."""

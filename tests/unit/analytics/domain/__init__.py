"""Unit tests: analytics domain."""

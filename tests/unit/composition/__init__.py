"""Unit tests: composition."""

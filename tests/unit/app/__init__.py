"""Unit tests: app."""

"""Unit tests: delivery report storage."""

"""Unit tests: senders storage."""

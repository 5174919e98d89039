"""Unit tests: senders domain."""

"""Integration tests: opt outs."""

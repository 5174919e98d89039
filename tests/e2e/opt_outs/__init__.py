"""End-to-end tests: opt outs."""

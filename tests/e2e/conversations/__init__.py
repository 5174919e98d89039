"""End-to-end tests: conversations."""

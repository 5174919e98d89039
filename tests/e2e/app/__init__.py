"""End-to-end tests: app."""

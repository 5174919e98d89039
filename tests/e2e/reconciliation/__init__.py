"""End-to-end tests: reconciliation."""

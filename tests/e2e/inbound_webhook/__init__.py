"""End-to-end tests: inbound webhook."""

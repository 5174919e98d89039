"""Comparing our registry of opt-outs with ACS's own list."""

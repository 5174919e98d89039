"""Reconciliation: comparing the registry with ACS's own opt-out list."""

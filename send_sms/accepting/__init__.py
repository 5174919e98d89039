"""Accepting sends: check, plan, commit."""

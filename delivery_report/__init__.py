"""Delivery reports: what became of each message."""

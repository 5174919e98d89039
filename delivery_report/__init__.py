"""Delivery reports: intake, storage and status events."""

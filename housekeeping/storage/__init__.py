"""Storage of housekeeping."""

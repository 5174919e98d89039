"""The table of changes."""

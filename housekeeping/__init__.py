"""Deletes expired rows on a timer."""

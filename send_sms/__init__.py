"""Sending: accept sends, dispatch batches, look up messages."""

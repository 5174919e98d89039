"""Senders: how fast each may send, and the switch that pauses it."""

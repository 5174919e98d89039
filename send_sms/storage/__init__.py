"""The tables and queues of sending."""

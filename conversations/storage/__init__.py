"""The tables and queues of conversations."""

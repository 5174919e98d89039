"""The tables and queues of opt-outs."""

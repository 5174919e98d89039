"""The tables and queues of senders."""

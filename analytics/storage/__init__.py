"""The tables and queues of analytics."""

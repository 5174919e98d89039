"""The tables and queues of delivery report."""

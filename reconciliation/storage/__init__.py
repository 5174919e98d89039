"""The tables and queues of reconciliation."""

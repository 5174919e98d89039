"""The tables and queues of subscriptions."""

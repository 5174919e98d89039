"""Subscriptions: systems of the customer that receive events."""

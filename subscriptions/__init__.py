"""Subscriptions: the customer's systems that receive events."""

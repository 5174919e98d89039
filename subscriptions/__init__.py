"""Subscriptions: systems of the customer that are told what happens."""

"""Dispatching batches: plan, claim, submit, record."""

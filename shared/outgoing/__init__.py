"""Requests to other services: HTTP sessions and identity."""

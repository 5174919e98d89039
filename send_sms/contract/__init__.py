"""The request and response bodies of sending."""

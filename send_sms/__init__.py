"""Sending: accept, fan out, dispatch, look up."""

"""Inbound messages: opt-outs, replies and conversations."""

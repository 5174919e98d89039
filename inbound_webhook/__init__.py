"""Inbound messages: into the conversation and the opt-out registry."""

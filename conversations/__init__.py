"""Conversations: both directions of what was said between an own number and a person."""

"""Senders: profile, rate limit and pause of each own number."""

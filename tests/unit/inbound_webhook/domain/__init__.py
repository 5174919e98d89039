"""Unit tests: inbound webhook domain."""

"""Unit tests: opt outs domain."""

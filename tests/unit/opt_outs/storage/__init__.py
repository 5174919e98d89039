"""Unit tests: opt outs storage."""

"""Unit tests: send sms domain."""

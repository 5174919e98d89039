"""Integration tests: send sms."""

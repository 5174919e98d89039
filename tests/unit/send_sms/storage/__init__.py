"""Unit tests: send sms storage."""

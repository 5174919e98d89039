"""End-to-end tests: send sms."""

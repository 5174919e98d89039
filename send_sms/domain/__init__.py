"""The rules of send sms: pure, without input or output."""

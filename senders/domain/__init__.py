"""The rules of senders: pure, without input or output."""

"""The rules of inbound messages: pure, without input or output."""

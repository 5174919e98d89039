"""The rules of sending: pure, without input or output."""

"""The rules of conversations: pure, without input or output."""

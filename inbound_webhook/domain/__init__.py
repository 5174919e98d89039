"""The rules of inbound webhook: pure, without input or output."""

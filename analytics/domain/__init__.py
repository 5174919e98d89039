"""The rules of analytics: pure, without input or output."""

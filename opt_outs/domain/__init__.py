"""The rules of opt-outs: pure, without input or output."""

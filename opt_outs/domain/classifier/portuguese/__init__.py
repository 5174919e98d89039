"""Portuguese: words and phrases of opt-outs."""

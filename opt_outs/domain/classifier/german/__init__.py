"""German: words and phrases of opt-outs."""

"""Spanish: words and phrases of opt-outs."""

"""English: words and phrases of opt-outs."""

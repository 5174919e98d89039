"""French: words and phrases of opt-outs."""

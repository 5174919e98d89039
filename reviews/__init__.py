"""Messages that may be opt-outs: what is to be decided, and the decisions."""

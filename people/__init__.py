"""People: what is known of one over all own numbers."""

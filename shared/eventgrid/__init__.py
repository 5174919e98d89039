"""Event Grid: envelopes, handshakes, webhooks."""

"""The rules of subscriptions: pure, without input or output."""

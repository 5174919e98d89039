"""Azure Communication Services: the only place that knows its field names."""

"""Azure Communication Services: the only package that knows its field names and limits."""

"""The bodies of the routes of sending."""

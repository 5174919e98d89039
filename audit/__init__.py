"""Who changed what by API."""

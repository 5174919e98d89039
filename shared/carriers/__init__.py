"""The port to carriers: what every carrier takes and gives."""

"""The port to carriers: what every carrier accepts and reports."""

"""The tables of delivery reports."""

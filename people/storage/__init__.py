"""Storage of people: erasures."""

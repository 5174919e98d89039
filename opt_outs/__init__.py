"""The opt-out registry as people and systems read it."""

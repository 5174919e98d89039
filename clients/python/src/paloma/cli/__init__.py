"""The command `paloma`."""

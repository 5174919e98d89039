"""The methods of both clients by subject; the calls that they make are in `_operations`."""

"""What stands behind ``dev.py``: install, start and end the local world. Standard library only."""

"""The rules of verifications, without any I/O."""

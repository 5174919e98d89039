"""What verifications store."""

"""Verifications: codes that prove that a person holds a phone, and the guards against abuse."""

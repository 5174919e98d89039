"""The rules of reconciliation: pure, without input or output."""

"""Opt-outs: classifier, registry, ledger, reviews and imports."""

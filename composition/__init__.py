"""Builds what the rooms use: settings, stores, queues and carrier."""

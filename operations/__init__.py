"""The app itself: health and contract."""

"""The app itself: health, queue and OpenAPI document."""

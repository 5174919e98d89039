"""The sample world: 30 days of made-up work, for the pages to show (``dev.py run --sample``)."""

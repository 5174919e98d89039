"""The dashboard's chart library: pinned here, fetched by npm, kept as files of the app."""

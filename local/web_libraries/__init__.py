"""The browser libraries of the pages: pinned here, fetched by npm, kept as files of the app."""

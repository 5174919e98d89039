"""The pages for people: dashboard and inbox, and the files they are made of."""

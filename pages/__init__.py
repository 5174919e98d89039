"""The pages, dashboard and inbox, and the files they consist of."""

"""The pages, home, dashboard, inbox and API reference, and the files they consist of."""

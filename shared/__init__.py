"""What every room needs: carrier, Event Grid, HTTP, storage, and the words of SMS."""

"""What is done by the clock: deleting what is over."""

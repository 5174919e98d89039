"""Each route as a function that makes its call; both clients use these."""

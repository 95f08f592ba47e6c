"""Other programs that a build starts, with their limits."""

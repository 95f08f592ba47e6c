"""Where a comment stands, and the partition of all of them."""

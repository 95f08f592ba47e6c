"""The state of a comment, and the partition of all of them."""

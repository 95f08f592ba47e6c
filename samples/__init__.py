"""The samples of the demonstration, and what fills one with them."""

"""The Markdown that is read inside a clause, and what looks like it and is not read."""

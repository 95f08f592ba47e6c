"""Submissions and comments: what is valid, in time, shown of a person, decided."""

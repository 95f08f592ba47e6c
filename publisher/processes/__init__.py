"""Limits of this process, and of other programs that it starts."""

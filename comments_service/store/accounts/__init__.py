"""Rows of staff, sessions, units, limits."""

"""Rows of submissions, comments, decisions, counts."""

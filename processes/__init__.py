"""Processes of either half: what they limit themselves to, and how they start one another."""

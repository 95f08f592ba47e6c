"""Accounts of staff, passwords, signing in."""

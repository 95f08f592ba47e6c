"""Rows of the ledger, and what a database knows of itself."""

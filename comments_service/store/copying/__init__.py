"""Copies of a database, with the programs of its kind."""

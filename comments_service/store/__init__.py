"""Rows: tables, migrations and the functions that read and write them. Nothing here commits."""

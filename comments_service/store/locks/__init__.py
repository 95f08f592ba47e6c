"""Locks: of one server on a file, of one writer at a time, and of writers on PostgreSQL."""

"""Recognising clauses from version to version, and sealing what was published."""

"""The rules of a consultation, pure: no clock, no file, no database, no web."""

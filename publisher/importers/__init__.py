"""Importing drafts: Word files, web pages and plain text become the folder of a policy."""

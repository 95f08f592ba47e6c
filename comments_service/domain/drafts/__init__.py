"""Drafts that come as files: what they may be, and what the builder read in them."""

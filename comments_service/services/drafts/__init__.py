"""Drafts in the inbox: received, read by the builder, handed in, released for it to take."""

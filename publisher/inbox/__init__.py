"""Drafts that the desk hands over in a folder, and their way into the policies."""

"""How statements are run: compiled once, streamed, and counts put together."""

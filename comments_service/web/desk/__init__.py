"""The desk: the pages on which staff do their work."""

"""What a serving process does by itself, and whether it can do its work."""

"""What a process of either half limits itself to before it looks at what came from anyone."""

"""What time it is, and taking a clock for right."""

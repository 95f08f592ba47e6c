"""What was read of a file or of a version, for the people who answer for it and for programs."""

"""What exports read of the database."""

"""What is wrong with an installation and its home, and what to do about it; changes nothing."""

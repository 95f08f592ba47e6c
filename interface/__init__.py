"""What both halves look and read like: one stylesheet, one catalogue of words a language."""

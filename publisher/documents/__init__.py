"""Office documents that the site offers for download."""

"""Word files (.docx) to blocks."""

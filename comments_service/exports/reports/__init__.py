"""The reports of one consultation (.docx)."""

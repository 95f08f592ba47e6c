"""Members of staff, and what each may do."""

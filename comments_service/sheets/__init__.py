"""Workbooks that officials fill in: values to .xlsx, and back."""

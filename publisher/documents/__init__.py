"""Office documents that the site offers for download."""

from publisher.documents.comparison_table import comparison_table

__all__ = ["comparison_table"]

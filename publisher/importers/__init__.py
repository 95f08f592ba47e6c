"""Bringing drafts in: Word files, web pages and plain text become a policy's folder."""

from publisher.importers.bring import ImportRequest, ImportResult, bring

__all__ = ["ImportRequest", "ImportResult", "bring"]

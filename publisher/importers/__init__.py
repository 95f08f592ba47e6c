"""Bringing drafts in: Word files, web pages and plain text become a policy's folder."""

from publisher.importers.bring import Brought, ImportRequest, bring

__all__ = ["Brought", "ImportRequest", "bring"]

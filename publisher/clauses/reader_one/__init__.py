"""The ids that the first reader gave, release 0.1.0: seals without ``reader`` hold these.

Frozen: it follows what was published and is never brought up to date.
"""

from publisher.clauses.reader_one.first_names import first_names

__all__ = ["first_names"]

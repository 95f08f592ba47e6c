"""Finding clauses in a text and naming them: the sole owner of numbering and ids."""

from publisher.clauses.naming import name_clauses
from publisher.clauses.reader import READER, read_text
from publisher.clauses.tree import ReadText

__all__ = ["READER", "ReadText", "name_clauses", "read_text"]

"""Finding clauses in a text and naming them: the sole owner of numbering and ids."""

from publisher.clauses.naming import name_clauses
from publisher.clauses.reader import READER, read_text
from publisher.clauses.reader_one import first_names
from publisher.clauses.tree import ReadText

__all__ = ["READER", "ReadText", "first_names", "name_clauses", "read_text"]

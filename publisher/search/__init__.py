"""The exact search of the site: positional character bigrams in static shards.

A query is folded as the text was; a phrase of two characters or more is the
intersection of its bigrams by position, a single character is looked up as such. Counts
and clauses are exact: a clause is found where the folded phrase is in its folded number,
heading and text, and nowhere else.

All at once: ``write_index``. In processes: each adds its policies to a ``Spill`` and
returns what ``finish`` returns; ``write_all`` merges these. After an edit:
``write_changed`` with the old index and the documents that are new or changed.
"""

from publisher.search.documents import (
    Document,
    SearchRow,
    about_of,
    document_of,
    kept_about,
    rows_of,
)
from publisher.search.examples import example_questions
from publisher.search.facets import Facets, facets_of
from publisher.search.index import write_all, write_changed, write_index
from publisher.search.seal import OldIndexError
from publisher.search.shard_units import Each
from publisher.search.spill import Spill, Spilled

__all__ = [
    "Document",
    "Each",
    "Facets",
    "OldIndexError",
    "SearchRow",
    "Spill",
    "Spilled",
    "about_of",
    "document_of",
    "example_questions",
    "facets_of",
    "kept_about",
    "rows_of",
    "write_all",
    "write_changed",
    "write_index",
]

"""The exact search of the site: positional character bigrams in static shards.

A question is folded as the text was; a phrase of two characters or more is the
intersection of its bigrams by position, a single character is looked up as such. Counts
and clauses come from the postings alone, so they are exact: a clause is found where the
folded phrase stands in its folded heading and text, and nowhere else.
"""

from publisher.search.index import Document, write_index

__all__ = ["Document", "write_index"]

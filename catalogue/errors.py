"""The one error that reading the contract can raise."""

# What each kind of fault is in English, after its place.
_WORDS = {
    "not_json": "not JSON: {detail}",
    "not_an_object": "not a JSON object: it begins with {{ and ends with }}",
    "schema": "schema: expected {schema}",
    "missing": "missing",
    "wrong_type": "not a {type}",
    "repeated_id": "{id} is the id of {other} too",
    "closes_first": "is not after opens_at",
    "both_open": "is open while {other} is",
    "no_parent": "no clause {eid} stands before it",
    "digest": "is not that of the text of {eid}",
    "other_version": "holds {found}, not {expected}",
}


class CatalogueError(ValueError):
    """A catalogue or clause file does not fit its schema; the message names the place.

    ``place`` is a path such as /rows/3/text, or "" for the whole file.
    """

    def __init__(self, kind: str, place: str = "", **values: str) -> None:
        """Take a kind of fault with the values that its words name."""
        self.kind, self.place, self.values = kind, place, values
        words = _WORDS[kind].format_map(values)
        super().__init__(f"{place}: {words}" if place else words)

"""The texts of clauses as they were when somebody commented on them, each kept once."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select, text

from comments_service.domain.comments.submission import ClauseRef
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import clause_texts

# Nobody waits for who keeps the same text, but for the very first time.
_KEEP = text(
    "INSERT INTO clause_texts (digest, text) VALUES (:digest, :text) ON CONFLICT DO NOTHING"
)


def keep_texts(connection: Connection, clauses: Iterable[ClauseRef]) -> None:
    """Keep the texts of these clauses, before comments refer to them."""
    texts = {clause.text_digest: clause.text for clause in clauses}
    rows = [{"digest": digest, "text": words} for digest, words in sorted(texts.items())]
    connection.execute(_KEEP, rows)


def clause_values(clause: ClauseRef) -> dict[str, Any]:
    """Return what the row of a comment says of its clause."""
    values = {**clause.columns(), "text_digest": clause.text_digest}
    del values["clause_text"]
    return values


def clause_of(row: Row[Any]) -> ClauseRef:
    """Return the clause of a comment from ``c_`` columns; ``ValueError``: its text is another."""
    clause = ClauseRef(row.c_wid, row.c_eid, row.c_citation, row.c_clause_digest, row.c_text)
    if clause.text_digest != row.c_text_digest:
        message = f"the text of its clause is not the one of digest {row.c_text_digest}"
        raise ValueError(message)
    return clause


def altered(connection: Connection) -> Iterator[str]:
    """Yield the digests of texts that are not what they were."""
    for digest, words in streamed(connection, select(clause_texts.c.digest, clause_texts.c.text)):
        if ClauseRef(None, None, "", "", words).text_digest != digest:
            yield digest

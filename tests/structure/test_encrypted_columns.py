"""No column with a text is forgotten when keys change, and nothing else encrypts one."""

import ast

from sqlalchemy import LargeBinary, Text

from comments_service.store.database.encrypted_columns import ENCRYPTED
from comments_service.store.database.tables import metadata
from tests.readers.syntax import nodes_where
from tests.structure.test_house_rules import ROOT
from tests.structure.test_names import modules

# The shortest text that is encrypted, or digested with a key, is longer.
_SHORTEST = 60
# Texts and digests that are kept as they are, by their table.
PLAIN = {
    "attachments": {"policy", "media_type", "digest"},
    "comment_counts": {"policy", "window"},
    "comment_releases": {"policy", "digest", "redacted", "reason"},
    "comment_states": {"policy", "window", "wid"},
    "comment_versions": {"digest", "body", "proposed_text", "reason", "selector"},
    "comments": {"wid", "eid", "clause_digest", "citation", "text_digest"},
    "clause_texts": {"digest", "text"},
    "decisions": {
        "policy", "digest", "reason", "summary", "to_citation", "to_wid", "later",
    },
    "identity_sessions": {"policy"},
    "key_checks": {"digest"},
    "ledger": {"stream", "subject", "type", "body", "digest"},
    "name_views": {"reason"},
    "clock_floor": {"demonstration"},
    "scans": {"policy", "digest"},
    "staff": {"login", "name", "password", "roles", "policies"},
    "staff_sessions": {"csrf"},
    "submission_requests": {"policy", "digest", "answer_digest"},
    "submissions": {"policy", "policy_title", "window_id"},
    "tally_counts": {"policy", "name", "eid", "citation"},
    "units_asked": {"policy", "name", "digest"},
}  # fmt: skip
# Digests with a key of ours (``Lookup``) or without one, and what ``keys rotate`` does with them.
DIGESTS = {
    "address_turns.address": "ends by itself",
    "comments.text_mark": "made again",
    "contact_codes.address_digest": "made again",
    "contact_codes.code_digest": "ends by itself",
    "identity_sessions.state_digest": "without a key",
    "identity_sessions.ticket_digest": "without a key",
    "participant_lookups.digest": "made again",
    "sign_in_failures.address": "ends by itself",
    "sign_in_failures.login": "ends by itself",
    "spent_challenges.digest": "ends by itself",
    "staff_sessions.digest": "without a key",
    "submissions.idempotency": "without a key",
}
# Where values are encrypted and opened.
_ENCRYPTING = {"keyring.py", "encrypted_columns.py"}
_METHODS = {"encrypt", "decrypt", "encrypt_file", "decrypt_file"}


def texts() -> set[str]:
    """Return every column that could hold an encrypted value or a keyed digest."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | LargeBinary)
        and (column.info["longest"] or _SHORTEST) >= _SHORTEST
    }


def test_every_text_is_encrypted_or_said_to_be_plain() -> None:
    encrypted = {f"{each.column.table.name}.{each.column.name}" for each in ENCRYPTED}
    plain = {f"{table}.{name}" for table, names in PLAIN.items() for name in names}
    assert sorted(texts() - encrypted - plain - {*DIGESTS}) == []
    assert sorted((plain | {*DIGESTS}) & encrypted) == []
    assert sorted((plain | {*DIGESTS}) - texts()) == []


def test_no_two_columns_have_one_purpose() -> None:
    assert len({each.purpose for each in ENCRYPTED}) == len(ENCRYPTED)


def test_nothing_encrypts_but_by_a_column_of_the_list() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if path.name not in _ENCRYPTING
        for node in nodes_where(path, "keyring")
        if isinstance(node, ast.Attribute) and node.attr in _METHODS
        if isinstance(node.value, ast.Attribute | ast.Name)
        if ast.unparse(node.value).endswith("keyring")
    ]
    assert found == []

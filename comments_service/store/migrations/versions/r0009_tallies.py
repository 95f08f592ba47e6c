"""Tallies that are kept: filled once from what is there, changed from then on with each comment."""

import sqlalchemy as sa
from alembic import op

from comments_service.store.migrations.tally_tables import tally_counts

revision = "0009"
down_revision = "0008"

_DAYS = {
    "sqlite": "date(s.received_at, '+8 hours')",
    "postgresql": "to_char(CAST(s.received_at AS timestamptz) AT TIME ZONE 'Asia/Shanghai', "
    "'YYYY-MM-DD')",
}
_PEOPLE = "count(DISTINCT CASE WHEN p.kind <> 'department' THEN p.id END)"
_STANCES = ("support", "oppose", "suggest", "question")
_OF_STANCES = ", ".join(
    f"sum(CASE WHEN state <> 'withdrawn' AND stance = '{each}' THEN 1 ELSE 0 END)"
    for each in _STANCES
)
_COLUMNS = (
    "merged, policy, split, name, eid, citation, submissions, comments, participants, withdrawn, "
    "support, oppose, suggest, question"
)
_WHOLE = (
    "submissions s JOIN participants p ON p.id = s.participant_id "
    "JOIN comments c ON c.submission_id = s.id JOIN comment_states t ON t.comment = c.id "
    "JOIN comment_versions v ON v.comment_id = c.id AND v.number = "
    "(SELECT max(number) FROM comment_versions WHERE comment_id = c.id)"
)
# Whoever is on a clause several times counts where their first comment does.
_BY_CLAUSE = (
    f"INSERT INTO tally_counts ({_COLUMNS}) "  # noqa: S608 - the words above
    "SELECT :merged, policy, 'clause', name, eid, citation, 0, count(*), "
    "sum(CASE WHEN kind <> 'department' AND place = 1 THEN 1 ELSE 0 END), "
    f"sum(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END), {_OF_STANCES} "
    "FROM (SELECT s.policy, coalesce(c.wid, '') AS name, c.eid, c.citation, p.kind, t.state, "
    "v.stance, row_number() OVER (PARTITION BY s.policy, coalesce(c.wid, ''), p.id "
    f"ORDER BY s.entry, c.position) AS place FROM {_WHOLE}) AS said "
    "GROUP BY policy, name, eid, citation"
)
_NONE = "0, 0, 0, 0, 0"


def upgrade() -> None:
    """Make the table and count what there is."""
    bind = op.get_bind()
    tally_counts.create(bind, checkfirst=False)
    bind.execute(sa.text(_BY_CLAUSE), {"merged": True})
    _fill("day", _DAYS[bind.dialect.name], f"count(DISTINCT s.id), count(*), {_PEOPLE}, {_NONE}")
    every = f"count(DISTINCT s.id), count(*), count(DISTINCT p.id), {_NONE}"
    _fill("kind", "p.kind", every)


def downgrade() -> None:
    """Remove the table; nothing is lost that the comments do not say."""
    tally_counts.drop(op.get_bind(), checkfirst=False)


def _fill(split: str, name: str, figures: str) -> None:
    statement = (
        f"INSERT INTO tally_counts ({_COLUMNS}) "  # noqa: S608 - the words above
        f"SELECT :merged, s.policy, '{split}', {name}, NULL, NULL, {figures} FROM {_WHOLE} "
        f"GROUP BY s.policy, {name}"
    )
    op.get_bind().execute(sa.text(statement), {"merged": True})

"""The tally of a policy's comments: 件数, 条数, 人数, by clause, day and kind of participant."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, Policy
from catalogue.results import SPLIT_FROM
from catalogue.window import china_day, rfc3339
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.errors import Unavailable
from comments_service.published.site_catalogue import SiteCatalogue
from comments_service.services.ledger.cut import Cut, cut_now
from comments_service.services.service import Service
from comments_service.store.comments import counts


def public_tally(service: Service, policy_id: str) -> dict[str, Any]:
    """Return the tally that everybody may see; ``UnknownPolicy`` where there is no such policy."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = cut_now(connection, service.clock)
        return tally_of(connection, service.published, policy, cut, restricted=False)


def tally_of(
    connection: Connection,
    published: SiteCatalogue,
    policy: Policy,
    cut: Cut,
    *,
    restricted: bool,
) -> dict[str, Any]:
    """Return the tally up to the cut; ``by_day`` and ``by_participant`` as the edition may see."""
    asked = counts.Asked(policy.id, cut.log_size)
    figures = counts.of_policy(connection, asked)
    tally = {
        "policy": policy.id,
        "as_of": rfc3339(cut.as_of),
        "log_size": cut.log_size,
        **asdict(figures),
        "by_clause": _by_clause(connection, published, policy, asked),
    }
    if restricted or figures.comments >= SPLIT_FROM:
        tally["by_day"] = _by_day(counts.arrivals(connection, asked))
        tally["by_participant"] = _by_kind(connection, asked)
    return tally


def _by_clause(
    connection: Connection, published: SiteCatalogue, policy: Policy, asked: counts.Asked
) -> list[dict[str, Any]]:
    places = _places(published, policy)
    rows = [_clause_row(found, places) for found in counts.by_clause(connection, asked)]
    rows.sort(key=lambda row: (row["wid"] is None, _rank(row["wid"], places), row["wid"] or ""))
    return rows


def _places(published: SiteCatalogue, policy: Policy) -> dict[str, tuple[int, Clause]]:
    """Return the clauses of the newest text with their places; none where it cannot be read."""
    if not policy.versions:
        return {}
    try:
        clauses = published.clauses(policy, policy.latest.id).clauses
    except Unavailable:
        return {}
    return {clause.wid: (place, clause) for place, clause in enumerate(clauses)}


def _rank(wid: str | None, places: dict[str, tuple[int, Clause]]) -> int:
    return places[wid][0] if wid in places else len(places)


def _clause_row(found: counts.ClauseCount, places: dict[str, tuple[int, Clause]]) -> dict[str, Any]:
    row = asdict(found)
    if found.wid is None:
        row["citation"] = WHOLE_TEXT
    elif found.wid in places:
        clause = places[found.wid][1]
        row.update(eid=clause.eid, citation=clause.citation)
    return row


@dataclass(slots=True)
class _Day:
    submissions: int = 0
    comments: int = 0
    participants: set[str] = field(default_factory=set)


def _by_day(arrivals: Iterable[counts.Arrival]) -> list[dict[str, Any]]:
    days: dict[str, _Day] = {}
    for arrival in arrivals:
        day = days.setdefault(china_day(arrival.at).isoformat(), _Day())
        day.submissions += 1
        day.comments += arrival.comments
        day.participants |= {arrival.participant} if arrival.participant else set()
    return [
        {
            "day": name,
            "submissions": day.submissions,
            "comments": day.comments,
            "participants": len(day.participants),
        }
        for name, day in days.items()
    ]


def _by_kind(connection: Connection, asked: counts.Asked) -> list[dict[str, Any]]:
    found = counts.by_kind(connection, asked)
    return [
        {
            "participant": kind.value,
            "submissions": found[kind].submissions,
            "comments": found[kind].comments,
            "participants": found[kind].participants + found[kind].departments,
        }
        for kind in ParticipantKind
        if kind in found
    ]

"""The tally of a policy's comments: 件数, 条数, 人数, by clause, day and kind of participant."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, Policy
from catalogue.results import SPLIT_FROM
from catalogue.window import china_day, rfc3339
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.errors import Unavailable
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.service import Service
from comments_service.store.comments import counts
from comments_service.store.ledger.ledger import PolicyCut


def public_tally(service: Service, policy_id: str) -> dict[str, Any]:
    """Return the tally that everybody may see; ``UnknownPolicy`` where there is no such policy."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = policy_cut(service, connection, policy_id)
        return tally_of(service, policy, cut, restricted=False)


def tally_of(
    service: Service, policy: Policy, cut: PolicyCut, *, restricted: bool
) -> dict[str, Any]:
    """Return the tally up to the cut; ``by_day`` and ``by_participant`` as the edition may see."""
    figures = counts.of_policy(cut)
    by_clause = _by_clause(cut, _places(service, policy))
    tally = {
        "policy": policy.id,
        "as_of": rfc3339(cut.as_of),
        "log_size": cut.log_size,
        **asdict(figures),
        "withdrawn": sum(row["withdrawn"] for row in by_clause),
        "by_clause": by_clause,
    }
    if restricted or figures.comments >= SPLIT_FROM:
        tally["by_day"] = _by_day(counts.arrivals(cut))
        tally["by_participant"] = _by_kind(cut)
    return tally


def _by_clause(cut: PolicyCut, places: dict[str, tuple[int, Clause]]) -> list[dict[str, Any]]:
    rows = []
    for found in counts.by_clause(cut):
        row = asdict(found)
        if found.wid is None:
            row["citation"] = WHOLE_TEXT
        elif found.wid in places:
            clause = places[found.wid][1]
            row.update(eid=clause.eid, citation=clause.citation)
        rows.append(row)
    rank = {wid: place for wid, (place, _) in places.items()}
    last = len(places)
    rows.sort(key=lambda row: (row["wid"] is None, rank.get(row["wid"], last), row["wid"] or ""))
    return rows


def _places(service: Service, policy: Policy) -> dict[str, tuple[int, Clause]]:
    """Return the clauses of the newest text with their places; none where it cannot be read."""
    if not policy.versions:
        return {}
    try:
        text = service.published.clauses(policy, policy.latest.id)
    except Unavailable:
        return {}
    by_eid = {clause.eid: (place, clause) for place, clause in enumerate(text.clauses)}
    # What is no clause any more counts where its name leads.
    former = {name: by_eid[eid] for name, eid in text.former.items() if eid in by_eid}
    return former | {clause.wid: (place, clause) for place, clause in by_eid.values()}


def _by_day(arrivals: Iterable[counts.Arrival]) -> list[dict[str, Any]]:
    submissions, comments = Counter[str](), Counter[str]()
    people = defaultdict[str, set[str | None]](set)
    for arrival in arrivals:
        day = china_day(arrival.at).isoformat()
        submissions[day] += 1
        comments[day] += arrival.comments
        people[day].add(arrival.participant)
    return [
        {
            "day": day,
            "submissions": number,
            "comments": comments[day],
            "participants": len(people[day] - {None}),
        }
        for day, number in submissions.items()
    ]


def _by_kind(cut: PolicyCut) -> list[dict[str, Any]]:
    found = counts.by_kind(cut)
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

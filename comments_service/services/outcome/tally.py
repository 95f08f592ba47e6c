"""The tally of a policy's comments: 件数, 条数, 人数, by clause, day and kind of participant."""

from typing import Any

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, Policy
from catalogue.results import SPLIT_FROM
from catalogue.window import rfc3339
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.domain.errors import Unavailable
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.service import Service
from comments_service.store.comments import tally_counts
from comments_service.store.comments.tally_counts import Tallied, Tally, TallySplit
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
    found = tally_counts.of_policy(cut.connection, cut.policy)
    figures = found.counts()
    by_clause = _by_clause(found, _places(service, policy))
    tally = {
        "policy": policy.id,
        "as_of": rfc3339(cut.as_of),
        "log_size": cut.log_size,
        **figures,
        "withdrawn": sum(row["withdrawn"] for row in by_clause),
        "by_clause": by_clause,
    }
    if restricted or figures["comments"] >= SPLIT_FROM:
        tally["by_day"] = _by_day(found)
        tally["by_participant"] = _by_kind(found)
    return tally


def _by_clause(found: Tally, places: dict[str, tuple[int, Clause]]) -> list[dict[str, Any]]:
    rows = []
    for each in found.split(TallySplit.CLAUSE):
        row: dict[str, Any] = {
            "wid": each.name or None, "eid": each.eid, "citation": each.citation or WHOLE_TEXT,
        }  # fmt: skip
        if each.name in places:
            clause = places[each.name][1]
            row.update(eid=clause.eid, citation=clause.citation)
        row |= {name: each.figures[name] for name in ("comments", "participants", "withdrawn")}
        rows.append({**row, "stances": {name: each.figures[name] for name in map(str, Stance)}})
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


def _by_day(found: Tally) -> list[dict[str, Any]]:
    days = sorted(found.split(TallySplit.DAY), key=lambda each: each.name)
    return [{"day": each.name, **_figures(each)} for each in days]


def _by_kind(found: Tally) -> list[dict[str, Any]]:
    kinds = {each.name: each for each in found.split(TallySplit.KIND)}
    return [
        {"participant": kind.value, **_figures(kinds[kind])}
        for kind in ParticipantKind
        if kind in kinds
    ]


def _figures(each: Tallied) -> dict[str, int]:
    return {name: each.figures[name] for name in ("submissions", "comments", "participants")}

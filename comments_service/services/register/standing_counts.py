"""What 概况 counts of one consultation: by clause, by channel, by day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.model import Clause, ClauseSet, Policy
from comments_service.domain.register.filter import WHOLE_DRAFT, ClausePlaces
from comments_service.services.register.register import FilterCounts, texts_of
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts
from comments_service.store.comments.register_query import RegisterList

# Single clauses that are shown: those with most comments.
_MOST = 10


@dataclass(frozen=True, slots=True)
class StandingCounts:
    """Numbers of comments; ``parts`` are top clauses with all below, None is the whole draft."""

    parts: list[tuple[Clause | None, int]]
    clauses: list[tuple[Clause, int]]
    channels: list[tuple[str, int]]
    days: list[tuple[date, int]]


def standing_counts(service: Service, policy: Policy) -> StandingCounts:
    """Count what came on a policy, of one snapshot."""
    texts = texts_of(service, policy)
    with service.database.read() as connection:
        whole = RegisterList(policy.id)
        cells, ranks = whole.cells(connection), whole.places(connection)
        days = comment_counts.by_day(connection, policy.id)
    channels: Counter[str] = Counter()
    for cell in cells:
        channels[cell.channel] += cell.number
    return StandingCounts(
        list(_parts(texts, FilterCounts(ranks))), _most(texts, ranks), channels.most_common(), days
    )


def _parts(
    texts: dict[str, ClauseSet], facets: FilterCounts
) -> Iterator[tuple[Clause | None, int]]:
    places = ClausePlaces(texts)
    top = {c.wid: c for text in texts.values() for c in text.clauses if "__" not in c.eid}
    for wid, clause in {WHOLE_DRAFT: None, **top}.items():
        number = facets.of_clause(places.spans(wid))
        if number:
            yield clause, number


def _most(
    texts: dict[str, ClauseSet], ranks: dict[tuple[str, int], int]
) -> list[tuple[Clause, int]]:
    counted: Counter[str] = Counter()
    known: dict[str, Clause] = {}
    for (window, rank), number in ranks.items():
        clauses = texts[window].clauses if window in texts else ()
        if 0 <= rank < len(clauses):
            known[clauses[rank].wid] = clauses[rank]
            counted[clauses[rank].wid] += number
    return [(known[wid], number) for wid, number in counted.most_common(_MOST)]

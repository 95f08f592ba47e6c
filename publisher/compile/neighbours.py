"""What is before and after a text in its list, and other texts on the same subject.

Only texts with a day have neighbours. A text that comes or goes changes those of a few others,
whose pages are made again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.model import Policy
from catalogue.window import china_day
from publisher.sources.schema import instant

_MOST = 3
"""How many texts on the same subject are named."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text near another one; ``day`` is that of the list (ISO date)."""

    id: str
    title: str
    day: str
    bilingual: bool

    def base(self, root: str, home: str) -> str:
        """Return the way to its page: ``home``, or ``root`` where it is in Chinese alone."""
        return home if self.bilingual else root


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The texts before and after one in its list by day, and those that are like it."""

    earlier: Neighbour | None = None
    later: Neighbour | None = None
    alike: tuple[Neighbour, ...] = ()


ALONE = Neighbours()


def day_of(policy: Policy) -> date | None:
    """Return the day that a list shows with a policy: 发文, else 成文, else publication."""
    published = policy.latest.published_on if policy.versions else None
    at = policy.issued_on or policy.written_on or published
    return at and china_day(instant(at))


def newest_first(policies: Iterable[Policy]) -> list[Policy]:
    """Sort by day, the newest first, undated ones last, the same day by id."""
    return sorted(policies, key=lambda each: (-(day_of(each) or date.min).toordinal(), each.id))


def neighbours_of(policies: Iterable[Policy]) -> dict[str, Neighbours]:
    """Return the neighbours of each policy that has a day, by id."""
    groups: dict[tuple[str, str], list[Neighbour]] = defaultdict(list)
    places: dict[str, list[tuple[tuple[str, str], int]]] = {}
    for policy in newest_first(policies):
        day = day_of(policy)
        if day is None:
            break  # The undated ones are the last.
        text = Neighbour(policy.id, policy.title, day.isoformat(), len(policy.languages) > 1)
        keys = [("kind", policy.kind)]
        keys += [("subject", policy.subject.strip()), ("issuer", policy.issuer.strip())]
        places[policy.id] = [(key, len(groups[key])) for key in keys if key[1]]
        for key, _ in places[policy.id]:
            groups[key].append(text)
    return {
        name: _neighbours([(groups[key], at) for key, at in own]) for name, own in places.items()
    }


def _neighbours(lists: Sequence[tuple[list[Neighbour], int]]) -> Neighbours:
    """Return the neighbours of what is at a place in each list; the first is that of its kind."""
    (own, at), *others = lists
    later = own[at - 1] if at else None
    earlier = own[at + 1] if at + 1 < len(own) else None
    near = (text for group, place in others for text in _nearest(group, place))
    alike = [text for text in dict.fromkeys(near) if text not in (earlier, later)]
    return Neighbours(earlier, later, tuple(alike[:_MOST]))


def _nearest(group: Sequence[Neighbour], at: int) -> list[Neighbour]:
    """Return the texts around a place, the nearest first."""
    around = range(max(0, at - _MOST), min(len(group), at + _MOST + 1))
    return [group[place] for place in sorted(around, key=lambda place: abs(place - at))][1:]

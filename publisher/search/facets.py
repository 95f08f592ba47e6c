"""Facets, by which a search can be narrowed: a policy's metadata, coded for the manifest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from catalogue.model import Policy
from catalogue.states import answers
from catalogue.window import day_start, rfc3339

COLUMNS = ("kind", "issuer", "subject", "year", "validity")


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one policy, and its title; what is not known is empty.

    ``year`` is that of 发文日期, else of 成文日期. The page determines a consultation's state
    by the reader's clock, as ``catalogue.states`` does: ``windows`` are the instants at which
    those open and close that no outcome answers yet, ``answered`` is whether an outcome is
    published, ``issued_on`` is the day of 印发.
    """

    kind: str = ""
    issuer: str = ""
    subject: str = ""
    year: str = ""
    validity: str = ""
    title: str = ""
    windows: tuple[tuple[datetime, datetime], ...] = ()
    answered: bool = False
    issued_on: date | None = None


NO_FACETS = Facets()


def facets_of(policy: Policy) -> Facets:
    """Return the facets of a policy; only a consultation has a state."""
    at = policy.issued_on or policy.written_on
    consulted = policy.kind == "consultation"
    left = [window for window in policy.windows if consulted and not answers(policy, window)]
    return Facets(
        kind=policy.kind,
        issuer=policy.issuer,
        subject=policy.subject,
        year=str(at.year) if at else "",
        validity=policy.validity,
        title=policy.title,
        windows=tuple((window.opens_at, window.closes_at) for window in left),
        answered=consulted and policy.outcome is not None,
        issued_on=policy.latest.issued_on if consulted else None,
    )


def facet_columns(facets: Sequence[Facets]) -> dict[str, Any]:
    """Return the columns of the manifest: values once, and each policy's by number."""
    columns = {}
    for name in COLUMNS:
        values = [getattr(one, name) for one in facets]
        numbers = {value: number for number, value in enumerate(sorted(set(values)))}
        columns[name] = {"names": [*numbers], "of": [numbers[value] for value in values]}
    windows = {
        str(number): [[rfc3339(opens), rfc3339(closes)] for opens, closes in one.windows]
        for number, one in enumerate(facets)
        if one.windows
    }
    answered = [number for number, one in enumerate(facets) if one.answered]
    issued = {
        str(number): rfc3339(day_start(one.issued_on))
        for number, one in enumerate(facets)
        if one.issued_on
    }
    return {"facets": columns, "windows": windows, "answered": answered, "issued": issued}

"""The dated events of a policy: published, put out for comment, answered, issued.

Timeline, feeds, calendars and checks are written from this one list. Everything in it comes
from the policy's own data, nothing from the clock: the same policy always has the same events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from catalogue.model import Catalogue, Policy, Version
from catalogue.results import Outcome
from catalogue.window import Window, WindowChange, china_day
from publisher.sources.schema import instant


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a policy at an aware instant.

    ``key`` names it within its policy permanently; ``path`` is the page that tells of it,
    below the site.
    """

    policy: Policy
    key: str
    at: datetime
    path: str


@dataclass(frozen=True, slots=True)
class VersionPublished(Event):
    """A version comes out."""

    version: Version


@dataclass(frozen=True, slots=True)
class VersionIssued(Event):
    """The text is issued (印发)."""

    version: Version


@dataclass(frozen=True, slots=True)
class WindowOpens(Event):
    """A window begins."""

    window: Window


@dataclass(frozen=True, slots=True)
class WindowCloses(Event):
    """A window ends."""

    window: Window


@dataclass(frozen=True, slots=True)
class WindowAdjusted(Event):
    """The limits of a window change from what was announced to what came next."""

    old: WindowChange
    new: Window | WindowChange


@dataclass(frozen=True, slots=True)
class OutcomeGiven(Event):
    """The outcome is published, or ``corrected``."""

    outcome: Outcome
    corrected: bool = False


def events_of(policy: Policy) -> list[Event]:
    """Return every dated event of a policy, those to come too, the earliest first."""
    found = [*_versions(policy), *_windows(policy), *_outcome(policy), *_issued(policy)]
    return sorted(found, key=lambda event: event.at)


def past_events(policies: Iterable[Policy], now: datetime) -> list[Event]:
    """Return what happened up to ``now`` (aware), the newest first; equal times by id."""
    found = [event for policy in policies for event in events_of(policy) if event.at <= now]
    return sorted(found, key=lambda event: (event.at, event.policy.id), reverse=True)


def last_changes(catalogue: Catalogue) -> dict[str, datetime]:
    """Return when each policy last changed, by id; one without any date is left out."""
    return {
        policy.id: events[0].at
        for policy in catalogue.policies
        if (events := past_events([policy], catalogue.built_at))
    }


def published_at(policy: Policy, version: Version) -> datetime | None:
    """Return when a version came out, to the minute where the source gives the hour.

    The date of issue stands in for a text without dates of its own, and lends its hour to
    the version that came out on that day.
    """
    issued = instant(policy.issued_on) if policy.issued_on else None
    if version.published_on:
        start = instant(version.published_on)
        return issued if issued and china_day(issued) == version.published_on else start
    if version != policy.versions[0]:
        return None
    return issued or (instant(policy.written_on) if policy.written_on else None)


def _versions(policy: Policy) -> Iterator[Event]:
    for version in policy.versions:
        if at := published_at(policy, version):
            path = f"{policy.id}/{version.id}/"
            yield VersionPublished(policy, version.id, at, path, version)


def _windows(policy: Policy) -> Iterator[Event]:
    path = f"{policy.id}/"
    for window in policy.windows:
        yield WindowOpens(policy, f"{window.id}/opens", window.opens_at, path, window)
        yield WindowCloses(policy, f"{window.id}/closes", window.closes_at, path, window)
        after: list[Window | WindowChange] = [*window.history[1:], window]
        for number, (old, new) in enumerate(zip(window.history, after, strict=False), 1):
            yield WindowAdjusted(policy, f"{window.id}/change-{number}", old.at, path, old, new)


def _outcome(policy: Policy) -> Iterator[Event]:
    if outcome := policy.outcome:
        at, path = instant(outcome.published_on), f"{policy.id}/results/"
        yield OutcomeGiven(policy, "outcome", at, path, outcome)
        if on := outcome.corrected_on:
            key = f"outcome/{on}"
            yield OutcomeGiven(policy, key, instant(on), path, outcome, corrected=True)


def _issued(policy: Policy) -> Iterator[Event]:
    for version in policy.versions:
        if version.issued_on:
            key, at = f"{version.id}/issued", instant(version.issued_on)
            yield VersionIssued(policy, key, at, f"{policy.id}/{version.id}/", version)

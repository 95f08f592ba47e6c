"""A policy's life as dated events: published, put out for comment, answered, issued.

Everything comes from the policy's own data, nothing from the clock, so that the same
policy always has the same events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from catalogue.model import Catalogue, Policy, Version
from catalogue.window import Window, WindowChange, china_day
from look.language import CHINESE_WORDS
from publisher.sources.schema import instant
from publisher.wording.labels import closes, day, opens
from publisher.wording.outcome_words import headline


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a policy at an aware instant.

    ``key`` names it within its policy for good; ``path`` is the page that tells of it,
    below the site.
    """

    policy: Policy
    key: str
    at: datetime
    title: str
    summary: str
    path: str


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
        at = published_at(policy, version)
        if at:
            yield Event(
                policy, version.id, at, _version_title(policy, version),
                f"{_by(policy)}{_on(at)}公布{version.label or '文本'}。",
                f"{policy.id}/{version.id}/",
            )  # fmt: skip


def _version_title(policy: Policy, version: Version) -> str:
    if version.label:
        return f"公布{version.label}：{policy.title}"
    return policy.title if version == policy.versions[0] else f"公布新文本：{policy.title}"


def _windows(policy: Policy) -> Iterator[Event]:
    path = f"{policy.id}/"
    for window in policy.windows:
        start, end = f"{window.id}/opens", f"{window.id}/closes"
        period = f"征集时间：{_period(window)}。"
        yield Event(policy, start, window.opens_at, f"开始征求意见：{policy.title}", period, path)
        yield Event(policy, end, window.closes_at, f"征求意见截止：{policy.title}", period, path)
        yield from _changes(policy, window, path)


def _changes(policy: Policy, window: Window, path: str) -> Iterator[Event]:
    """Tell each change of a window's limits: from what was announced to what came next."""
    after: list[Window | WindowChange] = [*window.history[1:], window]
    for number, (old, new) in enumerate(zip(window.history, after, strict=False), 1):
        why = f"原因：{old.reason}" if old.reason else ""
        yield Event(
            policy, f"{window.id}/change-{number}", old.at, f"征集时间调整：{policy.title}",
            f"征集时间由{_period(old)}调整为{_period(new)}。{why}", path,
        )  # fmt: skip


def _outcome(policy: Policy) -> Iterator[Event]:
    if not policy.outcome:
        return
    outcome, path = policy.outcome, f"{policy.id}/results/"
    summary = headline(outcome.counts, CHINESE_WORDS) + "。"
    title = f"采纳情况反馈：{policy.title}"
    yield Event(policy, "outcome", instant(outcome.published_on), title, summary, path)
    if outcome.corrected_on:
        key, at = f"outcome/{outcome.corrected_on}", instant(outcome.corrected_on)
        yield Event(policy, key, at, f"更正采纳情况反馈：{policy.title}", summary, path)


def _issued(policy: Policy) -> Iterator[Event]:
    number = f"，文号{policy.doc_no}" if policy.doc_no else ""
    for version in policy.versions:
        if version.issued_on:
            at = instant(version.issued_on)
            yield Event(
                policy, f"{version.id}/issued", at, f"印发：{policy.title}",
                f"{_by(policy)}{_on(at)}印发{number}。", f"{policy.id}/{version.id}/",
            )  # fmt: skip


def _period(limits: Window | WindowChange) -> str:
    return f"{opens(limits)}至{closes(limits)}"


def _by(policy: Policy) -> str:
    return f"{policy.issuer}于" if policy.issuer else ""


def _on(at: datetime) -> str:
    return day(china_day(at))

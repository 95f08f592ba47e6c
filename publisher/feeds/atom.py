"""Atom feeds (RFC 4287): everything, each issuer's, each policy's.

An entry is an event of a policy that has happened; what is to come is in the calendars.
Entries keep their ids when they are written again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from catalogue.model import Catalogue
from catalogue.window import CHINA, china_day, rfc3339
from interface.dates import day, period
from interface.language import CHINESE_WORDS
from interface.names import KIND_NAMES
from interface.page_foot import ALL_FEED
from publisher.addresses.feeds import has_feed, issuer_feed, policy_feed
from publisher.feeds.origin import Origin
from publisher.feeds.xml_file import add, xml_bytes
from publisher.sources.site_file import SiteFile
from publisher.wording import events
from publisher.wording.outcome_words import headline

_NEWEST = 50
# A feed needs a time; one without entries has not changed since there is time.
_NEVER = datetime(1970, 1, 1, tzinfo=CHINA)


def atom_files(catalogue: Catalogue, site: SiteFile, origin: Origin) -> Iterator[tuple[str, bytes]]:
    """Yield each feed as its path below the site and its bytes."""
    feeds = _Feeds(site, origin)
    newest_first = events.past_events(catalogue.policies, catalogue.built_at)
    yield ALL_FEED, feeds.feed(ALL_FEED, site.name, newest_first[:_NEWEST])
    by_issuer: dict[str, list[events.Event]] = defaultdict(list)
    by_policy: dict[str, list[events.Event]] = defaultdict(list)
    for event in newest_first:
        by_issuer[event.policy.issuer.strip()].append(event)
        by_policy[event.policy.id].append(event)
    for issuer in sorted({policy.issuer.strip() for policy in catalogue.policies} - {""}):
        path = issuer_feed(issuer)
        yield path, feeds.feed(path, f"{issuer} · {site.name}", by_issuer[issuer][:_NEWEST])
    for policy in filter(has_feed, catalogue.policies):
        path = policy_feed(policy)
        title = f"{policy.title} · {site.name}"
        yield path, feeds.feed(path, title, by_policy[policy.id], f"{policy.id}/")


class _Feeds:
    def __init__(self, site: SiteFile, origin: Origin) -> None:
        self.site = site
        self.origin = origin

    def feed(self, path: str, title: str, entries: Sequence[events.Event], page: str = "") -> bytes:
        """Write one feed; ``page`` is the page that it goes with."""
        root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "zh-CN"})
        add(root, "id", self.origin.tag(path))
        add(root, "title", title)
        add(root, "updated", rfc3339(entries[0].at if entries else _NEVER))
        add(root, "link", rel="self", type="application/atom+xml", href=self._href(path, path))
        add(root, "link", rel="alternate", type="text/html", href=self._href(page, path))
        add(root, "generator", "言路 Yanlu")
        add(add(root, "author"), "name", self.site.organiser or self.site.name)
        for event in entries:
            self._entry(root, event, path)
        return xml_bytes(root)

    def _entry(self, root: Element, event: events.Event, path: str) -> None:
        policy = event.policy
        entry = add(root, "entry")
        add(entry, "id", self.origin.tag(f"{policy.id}/{event.key}"))
        add(entry, "title", title_of(event))
        add(entry, "published", rfc3339(event.at))
        add(entry, "updated", rfc3339(event.at))
        add(entry, "link", rel="alternate", type="text/html", href=self._href(event.path, path))
        if policy.issuer.strip():
            add(add(entry, "author"), "name", policy.issuer)
        add(entry, "category", term=policy.kind, label=KIND_NAMES[policy.kind])
        add(entry, "summary", summary_of(event), type="text")

    def _href(self, path: str, seen_from: str) -> str:
        return self.origin.href(path, seen_from)


_HAPPENED: dict[type[events.Event], str] = {
    events.VersionIssued: "印发",
    events.WindowOpens: "开始征求意见",
    events.WindowCloses: "征求意见截止",
    events.WindowAdjusted: "征集时间调整",
    events.OutcomeGiven: "采纳情况反馈",
}


def title_of(event: events.Event) -> str:
    """Return what happened, and the policy's title."""
    policy = event.policy
    match event:
        case events.VersionPublished(version=version):
            if not version.label and version == policy.versions[0]:
                return policy.title
            happened = f"公布{version.label or '新文本'}"
        case events.OutcomeGiven(corrected=True):
            happened = "更正采纳情况反馈"
        case _:
            happened = _HAPPENED[type(event)]
    return f"{happened}：{policy.title}"


def summary_of(event: events.Event) -> str:
    """Return a sentence on an event; "" for a kind of event that has none."""
    policy, said = event.policy, ""
    by = f"{policy.issuer}于" if policy.issuer else ""
    on = day(china_day(event.at))
    match event:
        case events.VersionPublished(version=version):
            said = f"{by}{on}公布{version.label or '文本'}。"
        case events.VersionIssued():
            said = f"{by}{on}印发{f'，文号{policy.doc_no}' if policy.doc_no else ''}。"
        case events.WindowOpens(window=window) | events.WindowCloses(window=window):
            said = f"征集时间：{period(window)}。"
        case events.WindowAdjusted(old=old, new=new):
            why = f"原因：{old.reason}" if old.reason else ""
            said = f"征集时间由{period(old)}调整为{period(new)}。{why}"
        case events.OutcomeGiven(outcome=outcome):
            said = headline(outcome.counts, CHINESE_WORDS) + "。"
    return said

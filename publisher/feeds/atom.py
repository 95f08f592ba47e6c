"""Atom feeds (RFC 4287): everything, each issuer's, each policy's.

An entry is an event of a policy's life. What is yet to come is in the calendars: a feed
tells what has happened. Entries keep their ids when they are written anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from catalogue.model import Catalogue
from catalogue.window import CHINA, rfc3339
from look.names import KIND_NAMES
from publisher.addresses.feeds import ALL_FEED, has_feed, issuer_feed, policy_feed
from publisher.feeds.origin import Origin
from publisher.feeds.xml_file import add, xml_bytes
from publisher.sources.site_file import SiteFile
from publisher.wording.events import Event, past_events

_NEWEST = 50
# A feed needs a time; one without entries has not changed since there is time.
_NEVER = datetime(1970, 1, 1, tzinfo=CHINA)


def atom_files(catalogue: Catalogue, site: SiteFile, origin: Origin) -> Iterator[tuple[str, bytes]]:
    """Yield each feed as its path below the site and its bytes."""
    feeds = _Feeds(site, origin)
    events = past_events(catalogue.policies, catalogue.built_at)
    yield ALL_FEED, feeds.feed(ALL_FEED, site.name, events[:_NEWEST])
    by_issuer: dict[str, list[Event]] = defaultdict(list)
    by_policy: dict[str, list[Event]] = defaultdict(list)
    for event in events:
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

    def feed(self, path: str, title: str, events: Sequence[Event], page: str = "") -> bytes:
        """Write one feed; ``page`` is the page that it goes with."""
        root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "zh-CN"})
        add(root, "id", self.origin.tag(path))
        add(root, "title", title)
        add(root, "updated", rfc3339(events[0].at if events else _NEVER))
        add(root, "link", rel="self", type="application/atom+xml", href=self._href(path, path))
        add(root, "link", rel="alternate", type="text/html", href=self._href(page, path))
        add(root, "generator", "言路 Yanlu")
        add(add(root, "author"), "name", self.site.organiser or self.site.name)
        for event in events:
            self._entry(root, event, path)
        return xml_bytes(root)

    def _entry(self, root: Element, event: Event, path: str) -> None:
        policy = event.policy
        entry = add(root, "entry")
        add(entry, "id", self.origin.tag(f"{policy.id}/{event.key}"))
        add(entry, "title", event.title)
        add(entry, "published", rfc3339(event.at))
        add(entry, "updated", rfc3339(event.at))
        add(entry, "link", rel="alternate", type="text/html", href=self._href(event.path, path))
        if policy.issuer.strip():
            add(add(entry, "author"), "name", policy.issuer)
        add(entry, "category", term=policy.kind, label=KIND_NAMES[policy.kind])
        add(entry, "summary", event.summary, type="text")

    def _href(self, path: str, seen_from: str) -> str:
        return self.origin.href(path, seen_from)

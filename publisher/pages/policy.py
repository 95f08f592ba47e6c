"""The pages of one policy: its latest version, each version for good, what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from catalogue.model import Clause, Policy
from catalogue.results import Results
from look.language import LANGUAGES, language
from publisher.changes import changes_folder, comparisons
from publisher.compile import CompiledPolicy, Edition
from publisher.pages import words
from publisher.pages.changes import page_values
from publisher.pages.clause_html import Past, clauses_html, shown_number
from publisher.pages.page import Page
from publisher.pages.results import results_folder, results_values
from publisher.pages.say import Say
from publisher.pages.setting import Addresses, marked
from publisher.pages.spoken_links import SpokenOf
from publisher.pages.tombstones import errata_values, tombstone_values

_ABOUT_OTHERS = frozenset(["interpretation", "reply", "news"])
_CONTENTS_KINDS = frozenset(["part", "subpart", "chp", "sec", "att", "preamble", "crossheading"])


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another public text that a policy's page names: ``rel`` as seen from this policy.

    ``clauses`` are the clauses of this policy, as its author named them, that a text
    which leads here speaks of; ``spoken`` are those that its text names, with the eId of
    where. ``found`` is, of a policy that this one names, (name, citation, wId) of each
    clause that was found there.
    """

    rel: str
    id: str
    title: str
    kind: str
    incoming: bool
    clauses: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    found: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class PolicyPages:
    """Makes the pages of one policy in each language."""

    compiled: CompiledPolicy
    neighbours: tuple[Neighbour, ...]
    addresses: Addresses
    downloads: tuple[Any, ...] = ()
    _neutral: dict[tuple[str, bool], str] = field(default_factory=dict)

    def pages(self, tag: str) -> Iterator[Page]:
        """Yield every page in one language; permanent pages are in Chinese alone."""
        spoken = language(tag)
        yield self._page(self.compiled.latest, spoken.say, spoken.prefix, permanent=False)
        if tag == LANGUAGES[0]:
            for edition in self.compiled.editions:
                yield self._page(edition, spoken.say, "", permanent=True)
        policy = self.compiled.policy
        for comparison in comparisons(self.compiled):
            title = f"{spoken.say('修改对照')} · {policy.title}"
            values = page_values(comparison)
            yield Page(comparison.folder, "changes", title, "changes.html", values, policy.issuer)
        if self.compiled.results:
            yield self._outcome(self.compiled.results, spoken.say)

    def _outcome(self, results: Results, say: Say) -> Page:
        policy = self.compiled.policy
        values = results_values(self.compiled, results, say)
        title = f"{say('采纳情况反馈')} · {policy.title}"
        folder = results_folder(policy.id)
        return Page(folder, "results", title, "results.html", values, policy.issuer)

    def _page(self, edition: Edition, say: Say, prefix: str, *, permanent: bool) -> Page:
        policy, version = self.compiled.policy, edition.version
        depth = (2 if permanent else 1) + bool(prefix)
        root = "../" * depth
        windows = [window for window in policy.windows if window.version == version.id]
        form = f"forms/{policy.id}"
        remains = None if permanent else self.compiled.remains
        values = {
            "policy": policy,
            "version": version,
            "permanent": permanent,
            "links": self._links(say),
            "kind_name": say(words.KIND_NAMES[policy.kind]),
            "windows": windows,
            "form_href": self.addresses.of_service(root, form, {"version": version.id}),
            "receipts_href": self.addresses.of_service(root, "receipts/"),
            "channels": words.channels(policy),
            "metadata": words.metadata(policy),
            "beside": [
                (say("公告"), self.compiled.notice),
                (say("起草说明"), self.compiled.explanation),
                (say("解读"), self.compiled.interpretation),
            ],
            "contents": _contents(edition),
            "tombstones": tombstone_values(self.compiled, remains, root) if remains else [],
            "errata": errata_values(edition),
            "changes": _changes(self.compiled),
            "titles": edition.cover("title"),
            "closing": edition.cover("closing"),
            "enactment": edition.cover("enactment"),
            "clauses": marked(self._clauses(edition, say, root, permanent=permanent)),
        }
        folder = f"{policy.id}/{version.id}" if permanent else policy.id
        return Page(
            folder, "policy", policy.title, "policy.html", values, policy.issuer,
            only_chinese=permanent or len(policy.languages) == 1,
        )  # fmt: skip

    def _links(self, say: Say) -> list[tuple[str, Neighbour]]:
        """Return what the policy relates to, as far as it is public: 解读 and the policy read."""
        return [
            (say(words.LINK_NAMES[near.rel]), near) for near in self.neighbours if not near.incoming
        ]

    def _clauses(self, edition: Edition, say: Say, root: str, *, permanent: bool) -> str:
        """Return the text; one without a window and a past is the same in each language."""
        policy, version = self.compiled.policy, edition.version
        remains = None if permanent else self.compiled.remains
        if any(window.version == version.id for window in policy.windows):

            def comment_href(clause: Clause) -> str:
                query = {"version": version.id, "clause": clause.wid}
                return self.addresses.of_service(root, f"forms/{policy.id}", query)

            return clauses_html(
                edition.clauses.clauses, comment_href, self._past(edition, remains), say
            )
        beyond = self._beyond(permanent=permanent)
        several = len(self.compiled.editions) > 1
        key = (version.id, permanent and (several or beyond is not None))
        if key not in self._neutral or edition.unsure:
            past = self._past(edition, remains)
            self._neutral[key] = clauses_html(edition.clauses.clauses, None, past, say, beyond)
        return self._neutral[key]

    def _beyond(self, *, permanent: bool) -> SpokenOf | None:
        """Return the policy that a 解读 or its like speaks of; each language has its page there."""
        found = [near for near in self.neighbours if near.found]
        if len(found) != 1 or self.compiled.policy.kind not in _ABOUT_OTHERS:
            return None
        (near,) = found
        page = f"{'../../' if permanent else '../'}{near.id}/"
        return SpokenOf({name: wid for name, _, wid in near.found}, page)

    def _past(self, edition: Edition, remains: Any) -> Past:
        """Only the page of the latest version answers to the names that clauses had before."""
        if remains is None:
            return Past(unsure=edition.unsure)
        return Past(self.compiled.histories, remains.anchors, edition.unsure)


def _changes(compiled: CompiledPolicy) -> dict[str, str]:
    """Return the folder of each version's comparison with the one before, by its id."""
    return {
        new.version.id: changes_folder(compiled.policy.id, old, new)
        for old, new in pairwise(compiled.editions)
    }


def _contents(edition: Edition) -> list[dict[str, Any]]:
    """Return the headings at the side; none where there are fewer than three."""
    entries = [
        {
            "eid": clause.eid,
            "title": shown_number(clause) + clause.heading.rstrip("。"),
            "depth": clause.eid.count("__") + 1,
        }
        for clause in edition.clauses.clauses
        if clause.kind in _CONTENTS_KINDS
    ]
    return entries if len(entries) > 2 else []


Links = Sequence[tuple[str, str, tuple[str, ...], int]]


def neighbours_of(
    links: Links,
    incoming: Sequence[tuple[Policy, tuple[str, str, tuple[str, ...]]]],
    known: Mapping[str, Policy],
) -> tuple[Neighbour, ...]:
    """Return the public texts that a policy names by ``links``, and those that name it.

    ``incoming`` are the policies that name it, each with its link (rel, to, clauses).
    """
    named = [
        Neighbour(rel, to, known[to].title, known[to].kind, incoming=False, clauses=clauses)
        for rel, to, clauses, _ in links
        if to in known
    ]
    naming = [
        Neighbour(rel, other.id, other.title, other.kind, incoming=True, clauses=clauses)
        for other, (rel, _, clauses) in incoming
    ]
    return (*named, *naming)

"""Rendering each page and writing it where the engine looks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from catalogue.model import Clause, Policy
from publisher.changes import changes_folder, comparisons
from publisher.compile import Compiled, CompiledPolicy, Edition
from publisher.pages import words
from publisher.pages.changes import page_values
from publisher.pages.clause_html import Past, clauses_html, shown_number
from publisher.pages.results import results_folder, results_meta, results_values
from publisher.pages.say import chinese
from publisher.pages.tombstones import errata_values, tombstone_values
from publisher.versions.remains import Remains

_GROUPS = (
    ("open", "征集中"),
    ("upcoming", "即将开始"),
    ("closed", "已截止"),
    ("answered", "已反馈"),
)
_CONTENTS_KINDS = frozenset(["part", "subpart", "chp", "sec", "att", "preamble", "crossheading"])


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service is: its absolute address with a final slash, or "" for the site's own."""

    service: str

    def of_service(self, root: str, path: str, query: dict[str, str] | None = None) -> str:
        """Return the address of a service page as seen from a page whose way up is ``root``."""
        address = (self.service or root) + quote(path)
        return f"{address}?{urlencode(query)}" if query else address


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its folder below the site, front matter, template and values."""

    folder: str
    meta: dict[str, Any]
    template: str
    values: dict[str, Any]


def write_pages(compiled: Compiled, folder: Path, addresses: Addresses, *, preview: bool) -> None:
    """Write every page of the site below ``folder``."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(day=words.day, opens=words.opens, closes=words.closes)
    environment.globals.update(days=words.days, site=compiled.site, preview=preview, _=chinese)
    for page in _pages(compiled, addresses):
        body = environment.get_template(page.template).render(page.values)
        meta = yaml.safe_dump(page.meta, allow_unicode=True, sort_keys=False, width=1_000_000)
        target = folder / page.folder / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\n{meta}---\n{body}", "utf-8")


def _pages(compiled: Compiled, addresses: Addresses) -> Iterator[_Page]:
    yield _home(compiled)
    yield _Page("search", _meta("检索", "search"), "search.html", {})
    for policy in compiled.policies:
        links = _links(compiled, policy.policy)
        yield _policy_page(policy, policy.latest, addresses, links, permanent=False)
        for edition in policy.editions:
            yield _policy_page(policy, edition, addresses, links, permanent=True)
        for comparison in comparisons(policy):
            meta = _meta(f"修改对照 · {policy.policy.title}", "changes", policy.policy.issuer)
            yield _Page(comparison.folder, meta, "changes.html", page_values(comparison))
        if policy.results:
            values = results_values(policy, policy.results, chinese)
            meta = results_meta(policy, chinese)
            yield _Page(results_folder(policy.policy.id), meta, "results.html", values)


def _links(compiled: Compiled, policy: Policy) -> list[tuple[str, Policy]]:
    """Return what a policy relates to, as far as it is public: 解读 and the policy read."""
    found = [(words.LINK_NAMES[link.rel], link.to) for link in policy.links]
    targets = [(name, compiled.catalogue.find(to)) for name, to in found]
    return [(name, target) for name, target in targets if target]


def _home(compiled: Compiled) -> _Page:
    policies = compiled.catalogue.policies
    consultations = [policy for policy in policies if policy.kind == "consultation"]
    lists = []
    for kind, name in words.KIND_NAMES.items():
        listed = [policy for policy in policies if policy.kind == kind]
        if listed and kind != "consultation":
            lists.append((kind, name, sorted(listed, key=_newest_first)))
    values = {
        "catalogue": compiled.catalogue,
        "consultations": sorted(consultations, key=_newest_first),
        "groups": _GROUPS,
        "lists": lists,
    }
    return _Page("", _meta(compiled.site.name, "home"), "home.html", values)


def _newest_first(policy: Policy) -> tuple[int, str]:
    at = policy.issued_on or policy.written_on
    return (-at.toordinal() if at else 0, policy.id)


def _policy_page(
    compiled: CompiledPolicy,
    edition: Edition,
    addresses: Addresses,
    links: list[tuple[str, Policy]],
    *,
    permanent: bool,
) -> _Page:
    policy, version = compiled.policy, edition.version
    root = "../../" if permanent else "../"
    windows = [window for window in policy.windows if window.version == version.id]
    form = f"forms/{policy.id}"

    def comment_href(clause: Clause) -> str:
        return addresses.of_service(root, form, {"version": version.id, "clause": clause.wid})

    remains = None if permanent else compiled.remains
    past = _past(compiled, edition, remains)
    clauses = clauses_html(edition.clauses.clauses, comment_href if windows else None, past)
    values = {
        "policy": policy,
        "version": version,
        "root": root,
        "links": links,
        "kind_name": words.KIND_NAMES[policy.kind],
        "windows": windows,
        "form_href": addresses.of_service(root, form, {"version": version.id}),
        "receipts_href": addresses.of_service(root, "receipts/"),
        "channels": words.channels(policy),
        "metadata": words.metadata(policy),
        "beside": [
            ("公告", compiled.notice),
            ("起草说明", compiled.explanation),
            ("解读", compiled.interpretation),
        ],
        "contents": _contents(edition),
        "tombstones": tombstone_values(compiled, remains, root) if remains else [],
        "errata": errata_values(edition),
        "changes": _changes(compiled),
        "titles": edition.cover("title"),
        "closing": edition.cover("closing"),
        "enactment": edition.cover("enactment"),
        "clauses": Markup(clauses),  # noqa: S704 - clauses_html escapes what it is given
    }
    folder = f"{policy.id}/{version.id}" if permanent else policy.id
    return _Page(folder, _meta(policy.title, "policy", policy.issuer), "policy.html", values)


def _past(compiled: CompiledPolicy, edition: Edition, remains: Remains | None) -> Past:
    """Only the page of the latest version answers to the names that clauses had before."""
    if remains is None:
        return Past(unsure=edition.unsure)
    return Past(compiled.histories, remains.anchors, edition.unsure)


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


def _meta(title: str, kind: str, description: str = "") -> dict[str, Any]:
    meta = {"title": title, "yanlu": kind}
    return {**meta, "description": description} if description else meta

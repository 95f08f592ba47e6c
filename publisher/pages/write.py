"""Rendering each page and writing it where the engine looks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from catalogue.model import Clause, Policy
from publisher.compile import Compiled, CompiledPolicy, Edition
from publisher.pages import words
from publisher.pages.clause_html import clauses_html

_GROUPS = (
    ("open", "征集中"),
    ("upcoming", "即将开始"),
    ("closed", "已截止"),
    ("answered", "已反馈"),
)
_CONTENTS_KINDS = frozenset(["part", "sec", "crossheading"])


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
    environment.globals.update(days=words.days, site=compiled.site, preview=preview)
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

    clauses = clauses_html(edition.clauses.clauses, comment_href if windows else None)
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
        "notice": compiled.notice,
        "contents": _contents(edition),
        "titles": edition.cover("title"),
        "closing": edition.cover("closing"),
        "clauses": Markup(clauses),  # noqa: S704 - clauses_html escapes what it is given
    }
    folder = f"{policy.id}/{version.id}" if permanent else policy.id
    return _Page(folder, _meta(policy.title, "policy", policy.issuer), "policy.html", values)


def _contents(edition: Edition) -> list[dict[str, Any]]:
    """Return the headings at the side; none where there are fewer than three."""
    entries = [
        {
            "eid": clause.eid,
            "title": (clause.number + clause.heading.rstrip("。")) or clause.citation,
            "depth": clause.eid.count("__") + 1,
        }
        for clause in edition.clauses.clauses
        if clause.kind in _CONTENTS_KINDS
    ]
    return entries if len(entries) > 2 else []


def _meta(title: str, kind: str, description: str = "") -> dict[str, Any]:
    meta = {"title": title, "yanlu": kind}
    return {**meta, "description": description} if description else meta

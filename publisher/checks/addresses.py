"""Where the links inside a text lead: to pages, clauses and files of the site, or elsewhere.

What is elsewhere is only read, never fetched: a check must not depend on the network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote, urljoin, urlsplit

from catalogue.ids import RESERVED, VERSION_ID
from publisher.checks.draft import Checking, Draft
from publisher.compile.policy import CompiledPolicy
from publisher.problems import Message

# Nothing is tried twice, and none far: a text may be a flood of brackets.
_TARGET = r"((?:[^()\s<>]|\([^()\s]*\))++)"
_LINKS = re.compile(
    rf"\]\(\s*<?{_TARGET}[^)]{{0,300}}\)"  # [words](address "title")
    r"|^ {0,3}\[(?!\^)[^\]]+\]:\s*<?([^\s>]+)"  # [name]: address
    r"|<((?:https?|mailto|tel|ftp):[^\s<>]++)>"  # <address>
    r"|\b(?:href|src)=[\"']([^\"']+)[\"']"
)
# A scheme, two slashes, or a scheme whose colon was typed in Chinese.
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|https?：", re.IGNORECASE)
_BEYOND_A_NAME = re.compile(r"[/#?]")
_LIKE_AN_ADDRESS = re.compile(r"[/#?.]")
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+|localhost|\[?[0-9a-f:]*:[0-9a-f:.]*\]?", re.IGNORECASE)
_FORMS = {
    "mailto": re.compile(r"[^\s@]+@(?:[\w-]+\.)+[\w-]+"),
    "tel": re.compile(r"\+?[0-9() .-]{3,20}"),
}
_SCHEMES = frozenset(["http", "https", "ftp", *_FORMS])
# What is typed in Chinese around an address, or in it.
_WIDE_MARK = re.compile("[，。；：！？、／．（）“”‘’《》【】]")


def addresses_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the address of each link of a text in Markdown, with its line."""
    for number, line in enumerate(text.split("\n"), 1):
        for link in _LINKS.finditer(line):
            address = next(found for found in link.groups() if found)
            if _LIKE_AN_ADDRESS.search(address) or _ELSEWHERE.match(address):
                yield number, address


def is_elsewhere(address: str) -> bool:
    """Return whether an address leads out of the site."""
    return _ELSEWHERE.match(address) is not None


def fault_of_elsewhere(address: str) -> Message | None:
    """Return why an address that leads out cannot be one (K022, RFC 3986); None where it can."""
    mark = _WIDE_MARK.search(address)
    if mark:
        return Message("K022.wide_mark", {"mark": mark[0]})
    scheme, _, rest = f"https:{address}".partition(":") if address[:2] == "//" else (
        address.partition(":")
    )  # fmt: skip
    if scheme.lower() not in _SCHEMES:
        return Message("K022.scheme", {"scheme": scheme})
    if scheme.lower() in _FORMS:
        whole = _FORMS[scheme.lower()].fullmatch(unquote(rest.partition("?")[0]))
        return None if whole else Message("K022.no_address")
    return None if _has_host(address) else Message("K022.no_host")


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return bool(_HOST.fullmatch(parts.hostname or "")) and port != 0


@dataclass(frozen=True, slots=True)
class AddressBase:
    """Where the relative addresses of a text begin: at the policy's own page.

    ``shown`` where the text itself is public: it leads only to what is.
    """

    checking: Checking
    draft: Draft
    shown: bool

    def fault(self, address: str) -> Message | None:
        """Return why an address inside the site leads nowhere (K018).

        The name of a file alone is an attachment or a picture: see M002 and M003.
        """
        if not _BEYOND_A_NAME.search(address):
            return None
        parts = urlsplit(urljoin(f"https://site/{self.draft.source.policy.id}/", address))
        steps = [unquote(step) for step in parts.path.split("/") if step not in ("", "index.html")]
        steps = steps[1:] if steps[:1] == ["en"] else steps
        if not steps or steps[0] in RESERVED or (len(steps) == 1 and "." in steps[0]):
            return None
        target = self.checking.drafts.get(steps[0])
        if target is None:
            return Message("K018.no_policy", {"policy": steps[0]})
        name = unquote(parts.fragment)
        fault = _fault_below(target, steps[1:], name)
        if not self.shown or fault:
            return fault
        public = self.checking.public.get(steps[0])
        to_come = steps[0] if public is None else _to_come(public, steps[1:], name)
        return Message("K018.not_public", {"policy": to_come}) if to_come else None


def _fault_below(target: Draft, steps: list[str], name: str) -> Message | None:
    """Return what a policy does not have: ``steps`` are those below its own page."""
    policy = target.source.policy.id
    if not steps:
        if not name or target.names.find(name):
            return None
        return Message("K018.no_clause", {"policy": policy, "clause": name})
    if len(steps) == 1 and VERSION_ID.fullmatch(steps[0]):
        return _fault_of_version(target, steps[0], name)
    pages: dict[str, list[str]] = {
        "results": [""] if target.source.results else [],
        "files": [path.name for path in target.source.files],
        "changes": [f"{old.id}-{new.id}" for old, new in pairwise(target.source.versions)],
    }
    if "/".join(steps[1:]) in pages.get(steps[0], []):
        return None
    return Message("K018.no_page", {"policy": policy, "page": "/".join(steps)})


def _to_come(public: CompiledPolicy, steps: list[str], name: str) -> str:
    """Return what of an address below a public policy is not public yet; "" where all is."""
    policy, versions = public.policy, {version.id for version in public.policy.versions}
    at = "/".join([policy.id, *steps])
    if not steps:
        return f"{at}/#{name}" if name and not public.names.find(name) else ""
    if steps[0] == "results":
        return "" if policy.outcome else at
    named = steps[1].split("-") if steps[0] == "changes" else steps[:1]
    return at if any(VERSION_ID.fullmatch(each) and each not in versions for each in named) else ""


def _fault_of_version(target: Draft, version: str, name: str) -> Message | None:
    named = {"policy": target.source.policy.id, "version": version}
    if version not in target.names_in:
        return Message("K018.no_version", named)
    if name and not target.names_in[version].find(name):
        return Message("K018.no_clause_in", {**named, "clause": name})
    return None

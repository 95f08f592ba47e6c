"""Addresses that were public: none disappears unless the caller says so.

A removal is named as the address is, without the host and the last slash: a policy ``p``, a
version ``p/v1``, or any other page below them. What was removed so is noted next to the
site, because a seal goes on to speak of a version that is gone.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from catalogue.codec import load_catalogue
from catalogue.errors import CatalogueError
from catalogue.model import Catalogue, Policy
from catalogue.window import china_day
from publisher.build.request import BuildRequest
from publisher.compile.visibility import public_on
from publisher.files.staging import kept_of
from publisher.problems import Message, Problems, shortened

_ENGLISH = "en/"


def addresses_of(policy: Policy) -> frozenset[str]:
    """Return the address of every page of a policy, below the site."""
    versions = [version.id for version in policy.versions]
    own = ["", *versions, *(f"changes/{old}-{new}" for old, new in pairwise(versions))]
    own += ["results"] if policy.outcome else []
    pages = [f"{policy.id}/{name}/" if name else f"{policy.id}/" for name in own]
    english = [_ENGLISH + page for page in pages] if "en" in policy.languages else []
    return frozenset([*pages, *english])


def is_allowed(address: str, removals: Iterable[str]) -> bool:
    """Return whether a page may go: it, what it is below, or a version that it compares."""
    plain = address.removeprefix(_ENGLISH)
    policy, _, rest = plain.partition("/")
    compared = rest.removeprefix("changes/").strip("/").split("-") if "changes/" in rest else []
    names = {f"{policy}/{version}" for version in compared}
    return any(
        removal in names or any(page.startswith(f"{removal}/") for page in (address, plain))
        for removal in removals
    )


def public_before(request: BuildRequest) -> Mapping[str, Policy]:
    """Return the policies that the last build shows, by id, as far as they must not go.

    None where there is no site that can be read, nor of a preview, where nothing is public.
    Where the caller names an earlier time, to see what was public then, what came later may go.
    """
    last = last_catalogue(request.site)
    if last is None or request.preview:
        return {}
    if request.time_is_named and request.now < last.built_at:
        day = china_day(request.now)
        return {each.id: part for each in last.policies if (part := public_on(each, day))}
    return {policy.id: policy for policy in last.policies}


def last_catalogue(site: Path) -> Catalogue | None:
    """Return the catalogue of the last build; None where there is none that can be read."""
    try:
        return load_catalogue((site / "catalogue.json").read_text("utf-8"))
    except (OSError, ValueError, CatalogueError):
        return None


def check_removals(
    before: Mapping[str, Policy],
    now: Catalogue,
    removals: Iterable[str],
    folder: Path,
    problems: Problems,
) -> None:
    """Report S017 for each policy of which a page would be gone; ``folder`` holds the sources."""
    public = {policy.id: policy for policy in now.policies}
    allowed = frozenset(removals)
    for name, policy in before.items():
        kept = addresses_of(public[name]) if name in public else frozenset()
        missing = addresses_of(policy) - kept
        gone = sorted(page for page in missing if not is_allowed(page, allowed))
        if gone:
            # Its English twin goes with a page.
            shown = [page for page in gone if not page.startswith(_ENGLISH)] or gone
            fault = _gone(shown, name if name not in public else "", _moved(policy, before, public))
            problems.add(folder / name, 1, fault.kind, **fault.values)


def _gone(pages: list[str], policy: str, moved: str) -> Message:
    listed = shortened([f"/{page}" for page in pages], 5)
    named = [page for page in pages if "/changes/" not in page] or pages[:1]
    # What a page is below lets it go too.
    highest = [page for page in named if not any(map(page.startswith, {*named} - {page}))]
    names = [policy] if policy else [page.rstrip("/") for page in highest]
    options = " ".join(f"--allow-removal {name}" for name in names)
    if moved:
        return Message("S017.moved", {"pages": listed, "options": options, "to": moved})
    return Message("S017.gone", {"pages": listed, "options": options})


def _moved(policy: Policy, before: Mapping[str, Policy], public: Mapping[str, Policy]) -> str:
    """Return the new policy that has a text of the old one: most often its folder was renamed."""
    digests = {version.digest for version in policy.versions}
    for name, other in public.items():
        if name not in before and digests & {version.digest for version in other.versions}:
            return name
    return ""


def noted_removals(site: Path) -> frozenset[str]:
    """Return what was let go by earlier builds of a site."""
    try:
        noted = json.loads(_notes_of(site).read_bytes())
        return frozenset(str(name) for name in noted["removals"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def note_removals(
    site: Path, removals: Iterable[str], before: Mapping[str, Policy], now: Catalogue
) -> None:
    """Note what was let go and is gone; what is public again is to be asked for again."""
    public = {page.rstrip("/") for policy in now.policies for page in addresses_of(policy)}
    allowed = frozenset(removals)
    old = {page.rstrip("/") for policy in before.values() for page in addresses_of(policy)}
    gone = {name for name in old - public if is_allowed(f"{name}/", allowed)}
    noted = sorted((allowed | gone) - public)
    if noted or _notes_of(site).exists():
        _notes_of(site).write_text(json.dumps({"removals": noted}), "utf-8")


def _notes_of(site: Path) -> Path:
    return kept_of(site) / "removals.json"

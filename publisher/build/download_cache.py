"""Downloads, made ahead and kept: the site's build only puts them in their place.

The cache has a folder for each policy; a file's name there is its version and the digest of
everything that goes into it, so what is there under the name need not be made again.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from publisher.compile.policy import CompiledPolicy
from publisher.documents.compose import compose
from publisher.documents.official_docx import official_docx
from publisher.documents.pdf import official_pdf
from publisher.documents.printed_text import Printed
from publisher.files.sharing import link_or_copy
from publisher.pages.policy.download import Download

_MAKERS: dict[str, Callable[[Printed], bytes]] = {"docx": official_docx, "pdf": official_pdf}
_SHORT_DIGEST = 16


def cached_downloads(cache: Path, policy_id: str, version_id: str, digest: str) -> tuple[Path, ...]:
    """Return what the cache has of a version under that digest, .docx before .pdf."""
    places = (_place(cache, policy_id, version_id, digest, form) for form in _MAKERS)
    return tuple(place for place in places if place.is_file())


def downloads_of(cache: Path, compiled: CompiledPolicy, base_url: str) -> tuple[Download, ...]:
    """Return what the cache has of every public version of a policy; nothing is made."""
    policy, found = compiled.policy, []
    for edition in compiled.editions if (cache / policy.id).is_dir() else ():
        version = edition.version.id
        digest = compose(policy, edition, base_url, compiled.pictures).digest
        for file in cached_downloads(cache, policy.id, version, digest):
            path = f"{policy.id}/{version}/{policy.id}-{version}{file.suffix}"
            found.append(Download(version, file, path))
    return tuple(found)


def downloads_key(cache: Path, policy_id: str) -> str:
    """Name what the cache has of a policy: where it differs, the policy's pages may too."""
    return " ".join(sorted(path.name for path in (cache / policy_id).glob("v*")))


def place_downloads(downloads: tuple[Download, ...], site: Path) -> None:
    """Put files of the cache in their place below ``site``, as hard links where possible."""
    for download in downloads:
        target = site / download.path
        target.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(str(download.source), str(target))


def missing_downloads(
    cache: Path, compiled: CompiledPolicy, base_url: str, *, pdf: bool
) -> Iterator[tuple[Path, Printed]]:
    """Yield the files that the cache does not have yet, with what is to go into each."""
    for edition in compiled.editions:
        printed = compose(compiled.policy, edition, base_url, compiled.pictures)
        for form in _MAKERS if pdf else ("docx",):
            place = _place(cache, printed.policy, printed.version, printed.digest, form)
            if not place.is_file():
                yield place, printed


def make_download(place: Path, printed: Printed) -> None:
    """Make one file of the cache, whole or not at all, and drop what it takes the place of."""
    data = _MAKERS[place.suffix[1:]](printed)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    for older in place.parent.glob(f"{printed.version}-*{place.suffix}"):
        if older != place:
            older.unlink()


def _place(cache: Path, policy_id: str, version_id: str, digest: str, form: str) -> Path:
    short = digest.removeprefix("sha256:")[:_SHORT_DIGEST]
    return cache / policy_id / f"{version_id}-{short}.{form}"

"""Taking what was released: checked, put into the policies, sealed and built, or answered.

A draft is taken whole or not at all, and one that is at fault keeps no other one back. A take
that was killed is done again: what it had put in already is known by its digests.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogue.window import china_day
from publisher.build.request import BuildRequest
from publisher.build.run import build_site, check_sources
from publisher.checks import run_checks
from publisher.compile.visibility import has_a_day
from publisher.files.staging import replacing, sweep
from publisher.inbox.draft_changes import find_changes
from publisher.inbox.draft_folder import DraftFolder, InboxFault, digest_of, released_drafts
from publisher.inbox.release import DraftRelease, read_release
from publisher.problems import (
    BuildFailed,
    MessageError,
    Problems,
    Severity,
    UsageError,
    refused_file,
    shortened,
)
from publisher.sources import Place, SiteFile, find_places, read_policy
from publisher.versions.publish import publish

_OTHERS_MAY_WRITE = 0o022


@dataclass(slots=True)
class TakeOutcome:
    """What became of a draft: ``version`` is its newest one, "" where it was not taken."""

    draft: str
    policy: str = ""
    version: str = ""
    published: bool = False
    problems: Problems = field(default_factory=Problems)


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """Which inbox to take from; ``build`` says where the policies and the site are.

    ``language`` is that of the answers, ``report`` is told of each draft when it is done.
    """

    inbox: Path
    build: BuildRequest
    site: SiteFile
    language: str
    report: Callable[[TakeOutcome], None]


def take(request: TakeRequest, problems: Problems) -> list[MessageError]:
    """Take every draft that was released; return what kept some back that are not at fault.

    These are tried again the next time, as all are where the site cannot be built
    (``BuildFailed``, with the errors in ``problems``).
    """
    _refuse_inbox(request.inbox)
    kept_back: list[MessageError] = []
    installed: list[TakeOutcome] = []
    with _locked(request.build.policies):
        names, strange = released_drafts(request.inbox)
        if strange:
            kept_back.append(InboxFault("refusal.strange_drafts", "", names=shortened(strange, 5)))
        for name in names:
            with _keeping(kept_back, name):
                taken = _take(request, name)
                if taken.version:
                    installed.append(taken)
                else:
                    _answer(request, taken)
        built = build_site(request.build, request.site, problems) if installed else None
        # Of these the site still shows what was before.
        kept = {each.policy for each in built.catalogue.kept} if built else set()
        for taken in installed:
            taken.published = taken.policy not in kept
            with _keeping(kept_back, taken.draft):
                _answer(request, taken)
    return kept_back


@contextmanager
def _keeping(kept_back: list[MessageError], name: str) -> Iterator[None]:
    """Go on with the next draft where the fault is none of this one's, or cannot be answered."""
    try:
        yield
    except InboxFault as fault:
        kept_back.append(UsageError("refusal.draft", draft=name, cause=fault.message))
    except OSError as error:
        cause = refused_file(error, error.filename or name).message
        kept_back.append(UsageError("refusal.draft", draft=name, cause=cause))


def _refuse_inbox(inbox: Path) -> None:
    with _locked(inbox) as folder:
        mode = os.fstat(folder).st_mode
    if mode & _OTHERS_MAY_WRITE:
        raise UsageError("refusal.open_inbox", folder=str(inbox))


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Lock a folder itself; another one waits."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise refused_file(error, folder) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(request: TakeRequest, name: str) -> TakeOutcome:
    """Put one draft into the policies; without a version where it is at fault."""
    taken = TakeOutcome(name)
    try:
        release, files = _received(request.inbox, name)
        taken.policy = release.policy
        folder = request.build.policies / release.policy
        new = find_changes(folder, release, files, f"{name}/policies")
        sweep(folder)
        _install(request, taken, folder, new)
    except InboxFault as fault:
        taken.problems.add(
            request.inbox / fault.place, 1, fault.message.kind, **fault.message.values
        )
    except BuildFailed:
        pass  # The problems say why.
    return taken


def _received(inbox: Path, name: str) -> tuple[DraftRelease, dict[str, bytes]]:
    """Return a release, and its files as they were released."""
    with _locked(inbox) as folder, closing(DraftFolder(folder, name)) as draft:
        release = read_release(draft)
        files = dict(draft.sources(release.policy))
    digests = {path: digest_of(data) for path, data in files.items()}
    differing = sorted({path for path, _ in digests.items() ^ release.files.items()})
    if differing:
        raise InboxFault("D002.digest", f"{name}/policies/{release.policy}/{differing[0]}")
    return release, files


def _install(
    request: TakeRequest, taken: TakeOutcome, folder: Path, new: Mapping[str, bytes]
) -> None:
    """Check and seal a copy of the policy's folder with the changes, and put it in its place."""
    with replacing(folder) as staging:
        if folder.exists():
            shutil.copytree(folder, staging, symlinks=True, dirs_exist_ok=True)
        for path, data in new.items():
            (staging / path).unlink(missing_ok=True)
            (staging / path).write_bytes(data)
        _check(request, taken, folder, staging)
        taken.version = _seal(request, taken, folder, staging)


def _check(request: TakeRequest, taken: TakeOutcome, folder: Path, staging: Path) -> None:
    """Check the policy next to all others; ``BuildFailed`` where it has errors."""
    severities, found = request.site.severities, Problems()
    others = frozenset(place.id for place in find_places(folder.parent, Problems())) - {folder.name}
    build = replace(request.build, known=others)
    compiled = check_sources(build, request.site, found, [Place(folder.name, staging)])
    run_checks(compiled, build.now, found)
    _note(taken, found, folder, staging)
    if errors := taken.problems.of(Severity.ERROR, severities):
        raise BuildFailed("refusal.sources", count=len(errors))


def _seal(request: TakeRequest, taken: TakeOutcome, folder: Path, staging: Path) -> str:
    """Seal the newest version, if it is not, and return its id."""
    found = Problems()
    source = read_policy(Place(folder.name, staging), Problems())
    if source is None or not source.versions:
        raise InboxFault("D003.no_version", f"{taken.draft}/policies/{folder.name}")
    newest = source.versions[-1]
    if not has_a_day(newest):
        place = f"{taken.draft}/policies/{folder.name}/policy.yml"
        raise InboxFault("D003.no_day", place, version=newest.id)
    try:
        publish(source, newest.id, china_day(request.build.now), found, request.build.removals)
    except BuildFailed:
        _note(taken, Problems(found.errors), folder, staging)
        raise
    return newest.id


def _note(taken: TakeOutcome, found: Problems, folder: Path, staging: Path) -> None:
    """Keep what was found in the policy itself, under the names that its files will have."""
    for each in found:
        inside = each.path.is_relative_to(staging)
        path = folder / each.path.relative_to(staging) if inside else each.path
        if path.is_relative_to(folder):
            taken.problems.found.append(replace(each, path=path))


def _answer(request: TakeRequest, taken: TakeOutcome) -> None:
    """Write ``taken.json``, and tell of it."""
    build, inbox = request.build, request.inbox
    shown = [
        each.data(
            request.language,
            request.site.severities,
            inbox if each.path.is_relative_to(inbox) else build.policies,
        )
        for each in taken.problems.shown(request.site.severities)
    ]
    answer = {
        "schema": "yanlu-taken/1",
        "at": build.now.isoformat(),
        "policy": taken.policy,
        "version": taken.version,
        "published": taken.published,
        "problems": shown,
    }
    data = json.dumps(answer, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    with _locked(inbox) as folder, closing(DraftFolder(folder, taken.draft)) as draft:
        draft.write_taken(data)
    request.report(taken)

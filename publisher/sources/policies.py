"""Reading the policies: a folder each, or a lone Markdown file."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from catalogue.model import Attachment, Channel, Link, Policy, Version
from catalogue.window import Window, WindowChange
from interface.language import LANGUAGES
from publisher.clauses.notice import first_title
from publisher.problems import Problems
from publisher.sources.attachments import read_attachments
from publisher.sources.chinese_words import channels_meant, period_meant
from publisher.sources.commitments import Commitments, read_commitments
from publisher.sources.outcome_file import read_outcome
from publisher.sources.own_file import own_entries, read_own
from publisher.sources.places import Place, find_places, name_stranger
from publisher.sources.schema import PolicyFile, WindowEntry, closing, instant, validate
from publisher.sources.text_file import TextFile, read_text_file
from publisher.sources.values import PolicySource, VersionSource
from publisher.sources.yaml_text import YamlText, parse_yaml, read_yaml

_VERSION_FILE = re.compile(r"(v[1-9][0-9]{0,3})\.md")
_ENGLISH_FILE = re.compile(r"(v[1-9][0-9]{0,3})\.en\.md")
_REPAIRS_FILE = re.compile(r"repairs-v[1-9][0-9]{0,3}\.yml")
_PICTURE_FILE = re.compile(r".+\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_MISNAMED = re.compile(r"policy\.(?:ya?ml|txt)(?:\.txt)?", re.IGNORECASE)
_TEXT_FILES = {name: f"{name}.md" for name in ("notice", "explanation", "interpretation")}
_COMMITMENTS = "commitments.yml"
_KNOWN_FILES = {"policy.yml", "clauses.lock.yml", "decisions.yml", "repairs.yml", "results.json"}
_KNOWN_FILES |= {_COMMITMENTS, *_TEXT_FILES.values()}


def read_policies(folder: Path, problems: Problems) -> list[PolicySource]:
    """Read every policy below ``folder``, by id; what is wrong goes to ``problems``."""
    read = (read_policy(place, problems) for place in find_places(folder, problems))
    return [source for source in read if source]


def read_policy(place: Place, problems: Problems) -> PolicySource | None:
    """Read one policy; None where it cannot be read, or holds a link."""
    if place.has_links(problems):
        return None
    if place.is_folder:
        return _read_folder(place.path, place.id, problems)
    return _read_lone(place.path, place.id, problems)


def read_head(place: Place, today: date | None) -> Policy | None:
    """Return what ``policy.yml`` alone says of a policy that is public; None where it says nothing.

    Nothing is reported: the policy will be read as a whole.
    """
    path, unheard = place.path / "policy.yml", Problems()
    data = read_yaml(path, unheard) if place.is_folder and path.exists() else None
    if data:
        read_words(data)
    file = validate(PolicyFile, data, unheard) if data else None
    if file is None:
        return None
    days = [each.published_on for each in file.versions]
    public = [day for day in days if today is None or (day and day <= today)]
    if days and not public:
        return None
    versions = tuple(Version(f"v{n}", "", day, "", "") for n, day in enumerate(public or [None], 1))
    return replace(_policy(place.id, file), versions=versions, languages=LANGUAGES)


def _read_lone(path: Path, policy_id: str, problems: Problems) -> PolicySource | None:
    text = read_text_file(path, problems)
    if text is None:
        return None
    front = _FRONT_MATTER.match(text)
    # The front matter's lines stay as empty lines, so that line numbers hold.
    body = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    data = YamlText(path, {}, {})
    if front and front[1]:
        parsed = parse_yaml(front[1], path, problems, first_line=2)
        if parsed is None:
            return None
        data = parsed
        read_words(data)
    title = first_title(body)
    if title and "title" not in data.value:
        data.value["title"] = title
    file = validate(PolicyFile, data, problems)
    if file is None:
        return None
    if file.versions or file.windows:
        problems.add(path, 1, "S007.lone_file")
        return None
    version = VersionSource("v1", "", None, path, body, always_public=True)
    return PolicySource(_policy(policy_id, file), (version,), path, metadata=data)


def _read_folder(folder: Path, policy_id: str, problems: Problems) -> PolicySource | None:
    texts = {part: _text(folder / name, problems) for part, name in _TEXT_FILES.items()}
    outcome = read_outcome(folder / "results.json", policy_id, problems)
    commitments = read_commitments(folder / _COMMITMENTS, problems)
    path = folder / "policy.yml"
    if not path.exists():
        _name_missing(path, problems)
        return None
    data = read_yaml(path, problems)
    if data:
        read_words(data)
    file = validate(PolicyFile, data, problems) if data else None
    if file is None or data is None:
        for version in own_entries(folder):
            if _is_text(version.name):
                read_text_file(version, problems)
        return None
    files = read_attachments(folder, file, data, _is_source, problems)
    _name_strangers(folder, {entry.file for entry in file.attachments}, problems)
    if commitments and file.kind == "commitments" and not (folder / "v1.md").exists():
        commitments = replace(commitments, whole=True)
    versions = _versions(folder, file, data, problems, commitments)
    windows = windows_of(file, data, problems)
    return PolicySource(
        replace(_policy(policy_id, file, windows), languages=LANGUAGES),
        versions,
        path,
        files,
        outcome=outcome,
        commitments=commitments,
        metadata=data,
        hearing=file.hearing,
        review=file.review,
        **texts,
    )


def _name_missing(path: Path, problems: Problems) -> None:
    """Report that a policy has no ``policy.yml``, or has it by a name of an editor's choice."""
    meant = (each.name for each in own_entries(path.parent) if _MISNAMED.fullmatch(each.name))
    if file := next(meant, None):
        problems.add(path, 1, "S003.other_name", file=file)
    else:
        problems.add(path, 1, "S003.no_metadata")


def read_words(data: YamlText) -> None:
    """Take 2026年4月1日至4月30日 as the one window of the newest version.

    电子邮件 a@example.org；电话 0719-8651234 are taken as channels.
    """
    written = data.value.get("windows")
    period = period_meant(written) if isinstance(written, str) else None
    if period:
        listed = data.value.get("versions") or [{}]
        version = listed[-1].get("id", "v1") if isinstance(listed[-1], dict) else "v1"
        data.value["windows"] = [
            {"id": "w1", "version": version, "opens": period[0], "closes": period[1]}
        ]
        data.lines["windows", 0] = data.line(("windows",))
    ways = data.value.get("channels")
    if channels := channels_meant(ways) if isinstance(ways, str) else None:
        data.value["channels"] = channels


def _is_source(name: str) -> bool:
    return name in _KNOWN_FILES or _is_text(name)


def _is_text(name: str) -> bool:
    return bool(_VERSION_FILE.fullmatch(name) or _ENGLISH_FILE.fullmatch(name))


def _name_strangers(folder: Path, attached: set[str], problems: Problems) -> None:
    for path in own_entries(folder):
        listed = _is_source(path.name) or path.name in attached
        if not (listed or _REPAIRS_FILE.fullmatch(path.name) or _is_shown(path)):
            name_stranger(path, problems)


def _is_shown(path: Path) -> bool:
    """Return whether a text next to a file may show it; other links are checked elsewhere."""
    if not _PICTURE_FILE.fullmatch(path.name):
        return False
    links = [
        f"]({start}{name}" for start in ("", "<", "./") for name in (path.name, quote(path.name))
    ]
    texts = (each for each in path.parent.glob("*.md") if each.is_file() and not each.is_symlink())
    contents = (read_own(each).decode("utf-8", "replace") for each in texts)
    return any(link in text for text in contents for link in links)


def _versions(
    folder: Path,
    file: PolicyFile,
    data: YamlText,
    problems: Problems,
    commitments: Commitments | None,
) -> tuple[VersionSource, ...]:
    listed = {entry.id: entry for entry in file.versions}
    if len(listed) < len(file.versions):
        problems.add(data.path, data.line(("versions",)), "S006.version")
    names = sorted((entry.id for entry in file.versions), key=lambda name: int(name[1:])) or ["v1"]
    for path in own_entries(folder):
        if _is_text(path.name) and path.name.partition(".")[0] not in names:
            problems.add(path, 1, "S004.unlisted")
    read = []
    for name in names:
        entry = listed.get(name)
        if name == "v1" and commitments and commitments.whole:
            # A 服务承诺清单 without a text is its own, so that each entry is a clause.
            path, text = commitments.source.path, commitments.as_text()
            version: VersionSource | None = VersionSource("v1", "", None, path, text)
        else:
            version = _version(folder / f"{name}.md", name, problems)
        if version:
            facts = entry.model_dump(exclude={"id"}) if entry else {"always_public": True}
            read.append(replace(version, **facts))
    return tuple(read)


def _version(path: Path, name: str, problems: Problems) -> VersionSource | None:
    if not path.exists():
        problems.add(path, 1, "S003.no_text")
        return None
    text = read_text_file(path, problems)
    english = _text(path.with_name(f"{name}.en.md"), problems)
    return None if text is None else VersionSource(name, "", None, path, text, english=english)


def windows_of(file: PolicyFile, data: YamlText, problems: Problems) -> tuple[Window, ...]:
    """Return the windows in the order of time; those that cannot be are reported."""
    windows: list[Window] = []
    versions = {entry.id for entry in file.versions} or {"v1"}
    for index, entry in enumerate(file.windows):
        window = _window(entry)
        line = data.line(("windows", index))
        if entry.version not in versions:
            problems.add(data.path, line, "S007.no_version", version=entry.version)
        if window.closes_at <= window.opens_at:
            problems.add(data.path, line, "S008.no_time", window=window.id)
        for other in windows:
            if other.id == window.id:
                problems.add(data.path, line, "S006.window", window=window.id)
            if window.opens_at < other.closes_at and other.opens_at < window.closes_at:
                problems.add(data.path, line, "S009.overlap", window=other.id)
        windows.append(window)
    return tuple(sorted(windows, key=lambda window: window.opens_at))


def _window(entry: WindowEntry) -> Window:
    history = tuple(
        WindowChange(instant(past.at), instant(past.opens), closing(past.closes), past.reason)
        for past in entry.history
    )
    limits = (instant(entry.opens), closing(entry.closes))
    return Window(
        entry.id, entry.version, *limits, entry.shortened_reason, history, entry.run_by.strip()
    )


def _text(path: Path, problems: Problems) -> TextFile | None:
    text = read_text_file(path, problems) if path.exists() else None
    return TextFile(path, text) if text is not None else None


def _policy(policy_id: str, file: PolicyFile, windows: tuple[Window, ...] = ()) -> Policy:
    others = {
        "ask_uscc", "channels", "attachments", "links", "versions", "windows", "hearing", "review",
    }  # fmt: skip
    return Policy(
        id=policy_id,
        **file.model_dump(exclude=others),
        ask_uscc=file.ask_uscc == "true",
        channels=tuple(Channel(entry.kind, entry.to, entry.postcode) for entry in file.channels),
        attachments=tuple(
            Attachment(entry.title, f"files/{entry.file}") for entry in file.attachments
        ),
        links=tuple(Link(entry.rel, entry.to, entry.clauses) for entry in file.links),
        windows=windows,
    )

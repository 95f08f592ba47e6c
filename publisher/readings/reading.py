"""A text as it was read, with what stands around it: of a file, or of a version that is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalogue.model import ClauseSet
from publisher.clauses.notice import read_notice
from publisher.importers.compose_draft import ComposedDraft
from publisher.problems import Problems, UsageError
from publisher.sources import Place, VersionSource, read_policy
from publisher.versions.comparison import ComparedUnit, compare
from publisher.versions.drafts import read_draft, trace_policy

SCHEMA = "yanlu-reading/1"
FOUND = (
    "title", "kind", "label", "doc_no", "issuer", "index_no", "subject", "written_on", "issued_on",
    "published_on", "openness", "validity", "procedure", "windows", "channels",
)  # fmt: skip
_OF_VERSION = ("label", "published_on")
_NO_CLAUSES = ClauseSet("", "", ())


@dataclass(frozen=True, slots=True)
class TextReading:
    """What was read; ``draft`` is None where it is of a version that is there.

    ``found`` are values of ``policy.yml`` by key, with label and day of the version; ``rows``
    compare the text with the one before.
    """

    policy: str = ""
    version: str = ""
    found: Mapping[str, Any] | None = None
    clauses: ClauseSet = _NO_CLAUSES
    notice: str = ""
    explanation: str = ""
    rows: tuple[ComparedUnit, ...] = ()
    draft: ComposedDraft | None = None

    def doubts(self, language: str) -> list[tuple[int, str, str]]:
        """Return what people have to decide: line of the text or 0, place, sentence."""
        if self.draft is None:
            return []
        repairs, name = self.draft.repairs, f"{self.version}.md"
        return [
            (repairs.line_of(each, name), repairs.where(each, language), each.what.text(language))
            for each in repairs.doubts
        ]


def of_draft(draft: ComposedDraft, policy: str, problems: Problems) -> TextReading:
    """Return the reading of a file; doubts about the numbers of its text go to ``problems``."""
    name = f"{draft.version}.md"
    text = VersionSource(draft.version, "", None, Path(name), draft.files[name])
    return TextReading(
        policy=policy,
        version=draft.version,
        found={key: draft.found[key] for key in FOUND if draft.found.get(key)},
        clauses=read_draft(policy, text, problems).clauses,
        notice=draft.files.get("notice.md", ""),
        explanation=draft.files.get("explanation.md", ""),
        rows=draft.rows,
        draft=draft,
    )


def of_version(place: Place, version: str | None, problems: Problems) -> TextReading | None:
    """Return the reading of a version, or of the newest; None where nothing can be read."""
    source = read_policy(place, problems)
    ids = [each.id for each in source.versions] if source else []
    if source is None or not ids:
        return None
    if version and version not in ids:
        raise UsageError("refusal.no_version", policy=place.id, version=version)
    at = ids.index(version) if version else -1
    state, own = trace_policy(source, problems).states[at], source.versions[at]
    values = dict(source.metadata.value) if source.metadata else {}
    values |= {"label": own.label, "published_on": str(own.published_on or "")}
    return TextReading(
        policy=place.id,
        version=own.id,
        found={key: values[key] for key in FOUND if values.get(key)},
        clauses=state.clauses,
        notice=source.notice.text if source.notice else "",
        explanation=source.explanation.text if source.explanation else "",
        rows=compare(state.matching) if state.matching else (),
    )


def reading_data(reading: TextReading, file: str, language: str) -> dict[str, Any]:
    """Return a reading for programs; its problems are told apart."""
    notice = read_notice(reading.notice)
    draft = reading.draft
    return {
        "schema": SCHEMA,
        "file": file,
        "policy": reading.policy,
        "version": reading.version,
        "found": dict(reading.found or {}),
        "notice": {
            "title": notice.plain(notice.title),
            "paragraphs": [notice.words(each) for each in notice.paragraphs],
            "closing": [notice.plain(line) for line in notice.closing],
        }
        if reading.notice
        else None,
        "explanation": reading.explanation,
        "clauses": _clauses(reading.clauses),
        "cover": [
            {"line": line.line, "kind": line.role, "text": line.text}
            for line in reading.clauses.cover
        ],
        "doubts": [
            {"line": line, "place": place, "text": text}
            for line, place, text in reading.doubts(language)
        ],
        "repairs": _repairs(draft),
        "difference": [_difference(row) for row in reading.rows],
        "files": draft.files if draft else {},
    }


def depths(clauses: ClauseSet) -> dict[str, int]:
    """Return how deep each clause stands, by eId: 0 where it has no parent."""
    found: dict[str, int] = {}
    for clause in clauses.clauses:
        found[clause.eid] = found[clause.parent] + 1 if clause.parent else 0
    return found


def _clauses(clauses: ClauseSet) -> list[dict[str, Any]]:
    depth = depths(clauses)
    return [
        {
            "eid": each.eid,
            "parent": each.parent,
            "kind": each.kind,
            "depth": depth[each.eid],
            "number": each.number,
            "heading": each.heading,
            "text": each.text,
            "citation": each.citation,
            "line": each.line,
        }
        for each in clauses.clauses
    ]


def _difference(row: ComparedUnit) -> dict[str, Any]:
    old, new = row.old, row.new
    named = new or old
    return {
        "change": row.change,
        "from": old.eid if old else None,
        "to": new.eid if new else None,
        "citation": named.citation if named else "",
        "old": old.wording if old else "",
        "new": new.wording if new else "",
    }


def _repairs(draft: ComposedDraft | None) -> dict[str, Any]:
    names = [name for name in draft.files if name.startswith("repairs")] if draft else []
    return yaml.safe_load(draft.files[names[0]]) if draft and names else {}

"""A text as it was read, with what stands around it: of a file, or of a version that is there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalogue.codec import dump_clauses
from catalogue.model import ClauseSet
from publisher.clauses.notice import read_notice
from publisher.importers.compose_draft import ComposedDraft
from publisher.problems import Problems, UsageError
from publisher.readings.over_policy import Question, with_questions
from publisher.sources import Place, VersionSource, read_policy
from publisher.sources.policies import read_words
from publisher.sources.text_file import read_text_file
from publisher.sources.yaml_text import parse_yaml
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
    questions: tuple[Question, ...] = ()
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


def of_draft(
    draft: ComposedDraft,
    problems: Problems,
    over: Path | None = None,
    decided: Sequence[str] = (),
) -> TextReading:
    """Return the reading of a file, as the next version of the policy at ``over``.

    ``decided`` are lines of ``build.py versions --decide``. Doubts about the numbers of its
    text, and decisions that cannot be followed, go to ``problems``.
    """
    questions: tuple[Question, ...] = ()
    if over:
        draft, questions = with_questions(draft, over, decided, problems)
    name = f"{draft.version}.md"
    text = VersionSource(draft.version, "", None, Path(name), draft.files[name])
    policy = over.name if over else ""
    metadata = parse_yaml(_text("policy.yml", draft, over), Path("policy.yml"), Problems())
    if metadata:
        read_words(metadata)
    return TextReading(
        policy=policy,
        version=draft.version,
        found=_found(metadata.value if metadata else {}, draft.version, draft.found),
        clauses=read_draft(policy, text, problems).clauses,
        notice=_text("notice.md", draft, over),
        explanation=_text("explanation.md", draft, over),
        rows=draft.rows,
        questions=questions,
        draft=draft,
    )


def _text(name: str, draft: ComposedDraft, over: Path | None) -> str:
    """Return a file of the draft, else of the policy; "" where neither has it."""
    if name in draft.files or over is None or not (over / name).exists():
        return draft.files.get(name, "")
    return read_text_file(over / name, Problems()) or ""


def _found(values: Mapping[str, Any], version: str, otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``policy.yml`` says of a version, and what else was found where it is silent."""
    listed = values.get("versions") or ()
    own: Mapping[str, Any] = next((each for each in listed if each.get("id") == version), {})
    windows = [
        {key: value for key, value in each.items() if key not in ("id", "version")}
        for each in values.get("windows") or ()
        if each.get("version") == version
    ]
    known = {**values, "windows": windows} | {key: own.get(key) for key in _OF_VERSION}
    both = {key: known.get(key) or otherwise.get(key) for key in FOUND}
    return {key: value for key, value in both.items() if value}


def of_version(place: Place, version: str | None, problems: Problems) -> TextReading | None:
    """Return the reading of a version, or of the newest; None where nothing can be read."""
    source = read_policy(place, problems)
    ids = [each.id for each in source.versions] if source else []
    if source is None or not ids:
        return None
    if version and version not in ids:
        raise UsageError("refusal.no_version", policy=place.id, version=version, versions=ids)
    at = ids.index(version) if version else -1
    state, own = trace_policy(source, problems).states[at], source.versions[at]
    return TextReading(
        policy=place.id,
        version=own.id,
        found=_found(source.metadata.value if source.metadata else {}, own.id, {}),
        clauses=state.clauses,
        notice=source.notice.text if source.notice else "",
        explanation=source.explanation.text if source.explanation else "",
        rows=compare(state.matching) if state.matching else (),
    )


def reading_data(reading: TextReading, file: str, language: str) -> dict[str, Any]:
    """Return a reading for programs; its problems are told apart."""
    notice, draft = read_notice(reading.notice), reading.draft
    clauses = json.loads(dump_clauses(reading.clauses))["clauses"]
    depth = depths(reading.clauses)
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
        "clauses": [{**each, "depth": depth[each["eid"]]} for each in clauses],
        "cover": [
            {"line": each.line, "kind": each.role, "text": each.text}
            for each in reading.clauses.cover
        ],
        "doubts": [
            {"line": line, "place": place, "text": text, "english": {"place": there, "text": said}}
            for (line, place, text), (_, there, said) in zip(
                reading.doubts(language), reading.doubts("en"), strict=True
            )
        ],
        "repairs": _repairs(draft),
        "difference": [_difference(row) for row in reading.rows],
        "questions": [each.data() for each in reading.questions],
        "files": draft.files if draft else {},
    }


def depths(clauses: ClauseSet) -> dict[str, int]:
    """Return how deep each clause stands, by eId: 0 where it has no parent."""
    found: dict[str, int] = {}
    for clause in clauses.clauses:
        found[clause.eid] = found[clause.parent] + 1 if clause.parent else 0
    return found


def _difference(row: ComparedUnit) -> dict[str, Any]:
    old, new = row.old, row.new
    named = new or old
    return {
        "change": row.change,
        "from": old.eid if old else None,
        "to": new.eid if new else None,
        "citation": named.citation if named else "",
        "old": row.before,
        "new": row.after,
    }


def _repairs(draft: ComposedDraft | None) -> dict[str, Any]:
    """Return ``repairs.yml``, which is Chinese, with the English for what was left out."""
    names = [name for name in draft.files if name.startswith("repairs")] if draft else []
    if draft is None or not names:
        return {}
    data: dict[str, Any] = yaml.safe_load(draft.files[names[0]])
    english = draft.repairs.to_data("", "", "en")["left_out"]
    for each, said in zip(data["left_out"], english, strict=True):
        each["english"] = {key: said[key] for key in ("what", "place")}
    return data

"""A file that was read as the next version of a policy: what only its drafter can tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.importers.compose_draft import ComposedDraft
from publisher.problems import Problems, UsageError
from publisher.sources import Place, VersionSource, read_policy
from publisher.sources.lock_file import decisions_text
from publisher.versions.drafts import read_records, trace_policy
from publisher.versions.matching import Pair
from publisher.versions.questions import fates_of, printed_lines, with_decisions


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a new clause is an older one; one of ``fates`` settles it."""

    pair: Pair
    fates: Sequence[str]

    def data(self) -> dict[str, object]:
        """Return it for programs."""
        old, new = self.pair.old, self.pair.new
        return {
            "old": old.wid,
            "new": new.eid,
            "similarity": round(self.pair.similarity, 2),
            "old_lines": printed_lines(old),
            "new_lines": printed_lines(new),
            "fates": list(self.fates),
        }


def with_questions(
    draft: ComposedDraft, over: Path, decided: Sequence[str], problems: Problems
) -> tuple[ComposedDraft, tuple[Question, ...]]:
    """Return the draft with what was decided, and the questions that are left.

    A decision that cannot be followed is a problem (V003, or I012 where it is none).
    """
    source = read_policy(Place(over.name, over), Problems())
    if source is None or not source.versions:
        return draft, ()
    text = VersionSource(draft.version, "", None, Path("v"), draft.files[f"{draft.version}.md"])
    earlier = tuple(each for each in source.versions if each.id != draft.version)
    records, found = read_records(source, Problems()), Problems()
    try:
        records = with_decisions(records, draft.version, decided)
    except UsageError as error:
        problems.add(Path("answers.json"), 1, "I012.decision", cause=error.message)
    traced = trace_policy(replace(source, versions=(*earlier, text)), found, records=records)
    problems.found += [each for each in found.errors if each.code == "V003"]
    if decided:
        files = {**draft.files, "decisions.yml": decisions_text(records.decisions)}
        draft = replace(draft, files=files)
    matching = traced.states[-1].matching
    pairs = matching.open_pairs if matching else ()
    return draft, tuple(Question(each, fates_of(matching, each)) for each in pairs if matching)

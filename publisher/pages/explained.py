"""解读, 说明 and 答复 with the clauses they speak of, both ways."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from publisher.clauses.notice import Notice
from publisher.compile import CompiledPolicy
from publisher.pages.clause_names import ClauseNames
from publisher.pages.say import Say
from publisher.pages.spoken_links import SpokenOf


@dataclass(frozen=True, slots=True)
class Explained:
    """A text that speaks of a clause: its title, where (a path below the site), what it is."""

    title: str
    path: str
    name: str


def link_names(say: Say) -> dict[str, str]:
    """Return what a text is called that relates to another, by ``rel``."""
    return {"interprets": say("解读"), "replies": say("答复"), "explains": say("说明")}


def explained_by(
    compiled: CompiledPolicy, others: Iterable[CompiledPolicy], say: Say
) -> dict[str, list[Explained]]:
    """Return by wId of the latest version what speaks of a clause, each text once.

    That is its own 解读 first, then ``others``: those that link to the policy and name the
    clause under ``links`` or in their text, which leads to the place. Others are passed over.
    """
    found: dict[str, list[Explained]] = defaultdict(list)
    for wid, number in _beside(compiled).items():
        title = compiled.interpretation.title if compiled.interpretation else ""
        path = f"{compiled.policy.id}/#{_paragraph_id(number)}"
        found[wid].append(Explained(title or say("解读"), path, say("解读")))
    names = ClauseNames(compiled)
    for other in others:
        for wid, (path, rel) in _in_other(compiled, other, names).items():
            found[wid].append(Explained(other.policy.title, path, link_names(say)[rel]))
    return dict(found)


def speaks_of(compiled: CompiledPolicy, target: CompiledPolicy, root: str) -> list[dict[str, Any]]:
    """Return the clauses that a text names under its links to ``target``, as citations.

    ``href`` leads to the clause from a page whose way up is ``root``; it is None where the
    policy has no such clause, and ``citation`` is then the name as it was written.
    """
    names = ClauseNames(target)
    page = f"{root}{target.policy.id}/"
    found = []
    for written in _named(compiled, target):
        named = names.find(written)
        href = f"{page}#{named.anchor}" if named else None
        found.append({"citation": named.citation if named else written, "href": href})
    return found


def interpretation_values(compiled: CompiledPolicy) -> dict[str, Any] | None:
    """Return the 解读 that stands beside a policy, as the policy's own page shows it.

    A paragraph has ``html`` with its clauses linked, ``id`` where a clause leads back to it
    (else empty), and ``is_question`` for 问：….
    """
    text = compiled.interpretation
    if text is None:
        return None
    spoken, told = SpokenOf(compiled, ""), set(_beside(compiled).values())
    paragraphs = [
        {
            "html": Markup(spoken.linked(paragraph)),  # noqa: S704 - escaped there
            "id": _paragraph_id(number) if number in told else "",
            "is_question": paragraph.startswith(("问：", "问:")),
        }
        for number, paragraph in enumerate(text.paragraphs, 1)
    ]
    return {"title": text.title, "paragraphs": paragraphs, "closing": text.closing}


def _beside(compiled: CompiledPolicy) -> dict[str, int]:
    """Return by wId the number of the first paragraph of the 解读 that names a clause."""
    text: Notice | None = compiled.interpretation
    spoken = SpokenOf(compiled, "")
    found: dict[str, int] = {}
    for number, paragraph in enumerate(text.paragraphs if text else (), 1):
        for _, clause in spoken.clauses(paragraph):
            found.setdefault(clause.wid, number)
    return found


def _in_other(
    compiled: CompiledPolicy, other: CompiledPolicy, names: ClauseNames
) -> dict[str, tuple[str, str]]:
    """Return by wId where in another text a clause is spoken of, and how the text relates."""
    rels = [link.rel for link in other.policy.links if link.to == compiled.policy.id]
    if not rels:
        return {}
    page = f"{other.policy.id}/"
    found = {
        named.anchor: (page, rels[0])
        for written in _named(other, compiled)
        if (named := names.find(written))
    }
    if len({link.to for link in other.policy.links}) == 1:
        for wid, eid in _spoken(compiled, other):
            if found.get(wid, (page,))[0] == page:
                found[wid] = (f"{page}#{eid}", rels[0])
    return found


def _spoken(compiled: CompiledPolicy, other: CompiledPolicy) -> Iterator[tuple[str, str]]:
    """Yield the clauses that another text speaks of (wId) with where it does (its eId)."""
    spoken = SpokenOf(compiled, "")
    for clause in other.latest.clauses.clauses:
        for _, meant in spoken.clauses(clause.heading + clause.text):
            yield meant.wid, clause.eid


def _named(source: CompiledPolicy, target: CompiledPolicy) -> list[str]:
    links = (link for link in source.policy.links if link.to == target.policy.id)
    return [name for link in links for name in link.clauses]


def _paragraph_id(number: int) -> str:
    return f"interpretation-{number}"

"""解读, 说明 and 答复 with the clauses they speak of, both ways."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from look.language import Say
from publisher.clauses.mentions import SpokenTo
from publisher.compile.policy import CompiledPolicy
from publisher.compile.related import NamedText, NamingText
from publisher.markup.inline_html import InlineHtml
from publisher.markup.prose import notice_values
from publisher.pages.policy.reference_links import linked


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
    compiled: CompiledPolicy, naming: Iterable[NamingText], say: Say
) -> dict[str, list[Explained]]:
    """Return by wId of the latest version what speaks of a clause, each text once.

    That is its own 解读 first, then the texts that link to the policy and name the clause
    under ``links`` or in their text, which then leads to the place.
    """
    found: dict[str, list[Explained]] = defaultdict(list)
    for wid, number in _beside(compiled).items():
        text = compiled.interpretation
        title = text.plain(text.title) if text else ""
        path = f"{compiled.policy.id}/#{_paragraph_id(number)}"
        found[wid].append(Explained(title or say("解读"), path, say("解读")))
    for other in naming:
        for wid, path in _clauses_in(compiled, other).items():
            found[wid].append(Explained(other.title, path, link_names(say)[other.rel]))
    return dict(found)


def clauses_of(named: NamedText) -> list[dict[str, str | None]]:
    """Return the clauses of a named policy that ``links`` names, as ``citation`` and ``path``.

    ``path`` is below the site; it is None where the policy has no such clause, and
    ``citation`` is then the name as it was written.
    """
    known = {name: (citation, f"{named.id}/#{wid}") for name, citation, wid in named.found}
    return [
        {"citation": known[name][0], "path": known[name][1]}
        if name in known
        else {"citation": name, "path": None}
        for name in named.clauses
    ]


def interpretation_values(compiled: CompiledPolicy, root: str) -> dict[str, Any] | None:
    """Return the 解读 that stands beside a policy, as the policy's own page shows it.

    The clauses that a paragraph names are linked; it has an id where a clause leads back to
    it, and 问：… is told apart. ``root`` is the way from the page up to the site.
    """
    text = compiled.interpretation
    if text is None:
        return None
    spoken, told = _spoken_to(compiled), set(_beside(compiled).values())

    def attributes(number: int) -> str:
        question = text.words(text.paragraphs[number - 1]).startswith(("问：", "问:"))
        own = f' id="{_paragraph_id(number)}"' if number in told else ""
        return own + (' class="yl-question"' if question else "")

    inline = InlineHtml(text.marks, root, compiled.policy.id, compiled.offered, "interpretation")
    return notice_values(text, inline, lambda words: linked(words, spoken, inline), attributes)


def _spoken_to(compiled: CompiledPolicy) -> SpokenTo:
    return SpokenTo(compiled.latest.clauses, compiled.policy.title)


def _beside(compiled: CompiledPolicy) -> dict[str, int]:
    """Return by wId the number of the first paragraph of the 解读 that names a clause."""
    text = compiled.interpretation
    if text is None:
        return {}
    spoken = _spoken_to(compiled)
    found: dict[str, int] = {}
    for number, paragraph in enumerate(text.paragraphs, 1):
        for _, clause in spoken.in_text(text.words(paragraph)):
            found.setdefault(clause.wid, number)
    return found


def _clauses_in(compiled: CompiledPolicy, naming: NamingText) -> dict[str, str]:
    """Return by wId where another text speaks of a clause: the place, or else its page."""
    find, spoken = compiled.names.find, _spoken_to(compiled)
    page = f"{naming.id}/"
    found = {named.anchor: page for name in naming.clauses if (named := find(name))}
    for name, eid in naming.mentions:
        clause = spoken.named(name)
        if clause and found.get(clause.wid, page) == page:
            found[clause.wid] = f"{page}#{eid}"
    return found


def _paragraph_id(number: int) -> str:
    return f"interpretation-{number}"

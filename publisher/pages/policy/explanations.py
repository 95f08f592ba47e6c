"""解读, 说明 and 答复 with the clauses that they mention, both ways."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from interface.language import Translate
from publisher.clauses.mentions import Mentions
from publisher.compile.policy import CompiledPolicy
from publisher.compile.related import NamedText, NamingText
from publisher.markup.inline_html import InlineHtml
from publisher.markup.prose import notice_values
from publisher.pages.policy.annotations import Annotation
from publisher.pages.policy.reference_links import linked


def link_names(translate: Translate) -> dict[str, str]:
    """Return what a text that relates to another is called, by ``rel``."""
    return {
        "interprets": translate("解读"),
        "replies": translate("答复"),
        "explains": translate("说明"),
    }


def explained_by(
    compiled: CompiledPolicy,
    naming: Iterable[NamingText],
    translate: Translate,
    root: str,
    home: str,
) -> dict[str, list[Annotation]]:
    """Return by wId of the latest version the texts that mention a clause, each text once.

    The policy's own 解读 comes first, then the texts that link to the policy and name the
    clause under ``links`` or in their text, which then leads to the place. ``root`` and
    ``home`` are the ways up to the Chinese pages and to those of the language.
    """
    found: dict[str, list[Annotation]] = defaultdict(list)
    for wid, number in _first_mentions(compiled).items():
        text = compiled.interpretation
        title = text.plain(text.title) if text else ""
        href = f"{home}{compiled.policy.id}/#{_paragraph_id(number)}"
        found[wid].append(Annotation(translate("解读"), title or translate("解读"), href))
    for other in naming:
        name, base = link_names(translate)[other.rel], other.base(root, home)
        for wid, path in _clauses_in(compiled, other).items():
            found[wid].append(Annotation(name, other.title, base + path))
    return dict(found)


def clauses_of(named: NamedText) -> list[dict[str, str | None]]:
    """Return the clauses of a named policy that ``links`` names, as ``citation`` and ``path``.

    ``path`` is below the site; it is None where the policy has no such clause, and
    ``citation`` is then the name as it was written.
    """
    known = {name: (citation, f"{named.id}/#{wid}") for name, citation, wid in named.found}
    found = (known.get(name, (name, None)) for name in named.clauses)
    return [{"citation": citation, "path": path} for citation, path in found]


def interpretation_values(compiled: CompiledPolicy, root: str) -> dict[str, Any] | None:
    """Return a policy's own 解读 as the policy's page shows it.

    The clauses that a paragraph names are linked; it has an id where a clause links back to
    it, and 问：… has its own class. ``root`` is the way from the page up to the site.
    """
    text = compiled.interpretation
    if text is None:
        return None
    mentions, linked_back = _mentions(compiled), set(_first_mentions(compiled).values())

    def attributes(number: int) -> str:
        question = text.words(text.paragraphs[number - 1]).startswith(("问：", "问:"))
        own = f' id="{_paragraph_id(number)}"' if number in linked_back else ""
        return own + (' class="yl-question"' if question else "")

    inline = InlineHtml(text.marks, root, compiled.policy.id, compiled.offered, "interpretation")
    return notice_values(text, inline, lambda words: linked(words, mentions, inline), attributes)


def _mentions(compiled: CompiledPolicy) -> Mentions:
    return Mentions(compiled.latest.clauses, compiled.policy.title)


def _first_mentions(compiled: CompiledPolicy) -> dict[str, int]:
    """Return by wId the number of the first paragraph of the 解读 that names a clause."""
    text = compiled.interpretation
    if text is None:
        return {}
    mentions = _mentions(compiled)
    found: dict[str, int] = {}
    for number, paragraph in enumerate(text.paragraphs, 1):
        for _, clause in mentions.in_text(text.words(paragraph)):
            found.setdefault(clause.wid, number)
    return found


def _clauses_in(compiled: CompiledPolicy, naming: NamingText) -> dict[str, str]:
    """Return by wId where another text speaks of a clause: the place, or else its page."""
    find = compiled.names.find
    page = f"{naming.id}/"
    found = {named.anchor: page for name in naming.clauses if (named := find(name))}
    for name, eid in naming.mentions:
        clause = find(name, mentioned=True)
        if clause and found.get(clause.anchor, page) == page:
            found[clause.anchor] = f"{page}#{eid}"
    return found


def _paragraph_id(number: int) -> str:
    return f"interpretation-{number}"

"""The text of a policy on its pages: clauses, contents, what is told beside them."""

from dataclasses import dataclass, field
from typing import Any

from catalogue.model import Clause
from look.language import Say
from publisher.clauses.markdown.inline import words
from publisher.compile.policy import CompiledPolicy, Edition
from publisher.compile.related import RelatedTexts
from publisher.markup.inline_html import InlineHtml
from publisher.pages.policy.annotations import Annotations, answers, changes, explanations
from publisher.pages.policy.clauses import CommentHref, Past, clauses_html, shown_number
from publisher.pages.policy.reference_links import SpokenOf
from publisher.wording.clause_changes import history

_ABOUT_OTHERS = frozenset(["interpretation", "reply", "news"])
_CONTENTS_KINDS = frozenset(["part", "subpart", "chp", "sec", "att", "preamble", "crossheading"])


@dataclass(frozen=True, slots=True)
class Way:
    """How a page speaks, and its ways up: to the Chinese pages, to those of its language."""

    say: Say
    root: str
    home: str


@dataclass(frozen=True, slots=True)
class ShownText:
    """A version's text as HTML: its clauses, the lines around them, its footnotes."""

    clauses: str
    titles: tuple[str, ...]
    enactment: tuple[str, ...]
    closing: tuple[str, ...]
    notes: str


@dataclass(slots=True)
class PolicyText:
    """Renders a policy's texts; one without words of the interface is rendered once."""

    compiled: CompiledPolicy
    related: RelatedTexts
    _neutral: dict[tuple[str, bool, str], ShownText] = field(default_factory=dict)

    def shown(
        self, edition: Edition, view: Way, href: CommentHref | None, *, permanent: bool
    ) -> ShownText:
        """Return the text of a version; ``href`` where it was put out for comment.

        Only the page of the latest version, not a permanent one, answers to the names that
        clauses had before.
        """
        past, beside = self._past(edition, view.say, permanent), self._beside(view, permanent)
        compiled, root = self.compiled, view.root
        inline = InlineHtml(edition.marks, root, compiled.policy.id, compiled.offered)
        clauses = edition.clauses.clauses
        if href or edition.unsure or past.histories or not beside.is_empty:
            html = clauses_html(clauses, href, past, view.say, beside, inline=inline)
            return _shown(edition, html, inline)
        # Marks may hold addresses, which are others on each page: around the clauses too.
        marked = any(clause.plain is not None for clause in clauses)
        marked |= any("](" in line.text for line in edition.clauses.cover)
        other = permanent and len(compiled.editions) > 1
        key = (edition.version.id, other, root if marked else "")
        if key not in self._neutral:
            html = clauses_html(clauses, None, past, view.say, inline=inline)
            self._neutral[key] = _shown(edition, html, inline)
        return self._neutral[key]

    def _past(self, edition: Edition, say: Say, permanent: bool) -> Past:  # noqa: FBT001
        if permanent:
            return Past(unsure=edition.unsure)
        compiled = self.compiled
        versions = [each.version for each in compiled.editions]
        labels = {version.id: version.label or version.id for version in versions}
        told = {wid: history(changes, labels, say) for wid, changes in compiled.histories.items()}
        return Past(told, compiled.retired.anchors, edition.unsure)

    def _beside(self, view: Way, permanent: bool) -> Annotations:  # noqa: FBT001
        say, root, home = view.say, view.root, view.home
        return Annotations(
            explanations(self.compiled, self.related.naming, say, root, home),
            {} if permanent else changes(self.compiled, say("修改对照"), home),
            {} if permanent else answers(self.compiled, say, home),
            self._beyond(view),
        )

    def _beyond(self, view: Way) -> SpokenOf | None:
        """Return the policy that a 解读 or its like speaks of."""
        found = [text for text in self.related.named if text.found]
        if len(found) != 1 or self.compiled.policy.kind not in _ABOUT_OTHERS:
            return None
        (text,) = found
        page = f"{text.base(view.root, view.home)}{text.id}/"
        return SpokenOf({name: wid for name, _, wid in text.found}, page)


def _shown(edition: Edition, clauses: str, inline: InlineHtml) -> ShownText:
    """Set the lines around the clauses, which refer to the same footnotes."""
    around = {
        role: tuple(inline.line(line.text) for line in edition.cover(role))
        for role in ("title", "enactment", "closing")
    }
    return ShownText(
        clauses, around["title"], around["enactment"], around["closing"], inline.notes()
    )


def contents(edition: Edition) -> list[dict[str, Any]]:
    """Return the headings at the side; none where there are fewer than three."""
    marks = edition.marks
    entries = [
        {
            "eid": clause.eid,
            "title": shown_number(clause) + words(marks.spans(clause.heading)).rstrip("。"),
            "depth": clause.eid.count("__") + 1,
        }
        for clause in edition.clauses.clauses
        if _is_listed(clause)
    ]
    return entries if len(entries) > 2 else []


def _is_listed(clause: Clause) -> bool:
    """Tell whether the contents name a clause: a number alone says nothing."""
    return clause.kind in _CONTENTS_KINDS and bool(clause.heading or clause.kind == "preamble")

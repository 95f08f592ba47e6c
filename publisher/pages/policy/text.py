"""The text of a policy on its pages: clauses with their annotations, contents."""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from interface.language import Translate, is_chinese
from publisher.clauses.markdown.inline import words
from publisher.compile.policy import CHARACTERS_A_MINUTE, CompiledPolicy, Edition
from publisher.compile.related import RelatedTexts
from publisher.markup.inline_html import InlineHtml
from publisher.pages.outcome.page import outcomes_by_clause
from publisher.pages.policy.annotations import Annotations, changes
from publisher.pages.policy.clauses import (
    DIVISIONS,
    ClauseRenderer,
    CommentHref,
    Past,
    shown_number,
)
from publisher.pages.policy.cover_lines import head_html, split_head
from publisher.pages.policy.explanations import explained_by
from publisher.pages.policy.reference_links import ReferenceLinks
from publisher.wording.clause_changes import history

_SHORT = 600
_MANY = 10_000
_ABOUT_OTHERS = frozenset(["interpretation", "reply", "news"])
_CONTENTS_KINDS = DIVISIONS - {"box"} | {"crossheading"}
# Below chapters and sections the contents are as deep as this.
_DEEPEST = {"dvs": 3, "subdvs": 3, "level": 2}


@dataclass(frozen=True, slots=True)
class Way:
    """A page's language, and its ways up: to the Chinese pages, to those of its language."""

    translate: Translate
    root: str
    home: str


@dataclass(frozen=True, slots=True)
class ShownText:
    """A version's text as HTML: its title with what is below it, its clauses, its footnotes."""

    head: str
    clauses: str
    notes: str


@dataclass(slots=True)
class PolicyText:
    """Renders a policy's texts; one on which pages differ in language alone, once in each."""

    compiled: CompiledPolicy
    related: RelatedTexts
    _alike: dict[tuple[str, bool, str, bool], ShownText] = field(default_factory=dict)

    def shown(
        self, edition: Edition, view: Way, href: CommentHref | None, *, permanent: bool
    ) -> ShownText:
        """Return the text of a version; ``href`` where it was put out for comment.

        Only the page of the latest version, not a permanent one, has the names that
        clauses had before.
        """
        past = self._past(edition, view.translate, permanent)
        annotations = self._annotations(view, permanent)
        compiled, root = self.compiled, view.root
        inline = InlineHtml(edition.marks, root, compiled.policy.id, compiled.offered)
        clauses = edition.clauses.clauses

        def render() -> ShownText:
            first = clauses[0].line if clauses else sys.maxsize
            head, around = split_head(edition.clauses.cover, first)
            renderer = ClauseRenderer(
                clauses,
                href,
                past,
                view.translate,
                annotations,
                inline,
                around,
                edition.clauses.annex,
            )
            text = renderer.html()
            return ShownText(head_html(head, inline), text, inline.notes())

        if href or edition.unsure or past.histories or not annotations.is_empty:
            return render()
        # Marks may hold addresses, which are others on each page: around the clauses too.
        marked = any(clause.plain is not None for clause in clauses)
        marked |= any("](" in line.text for line in edition.clauses.cover)
        other = permanent and len(compiled.editions) > 1
        key = (edition.version.id, other, root if marked else "", is_chinese(view.translate))
        if key not in self._alike:
            self._alike[key] = render()
        return self._alike[key]

    def _past(self, edition: Edition, translate: Translate, permanent: bool) -> Past:  # noqa: FBT001
        anchors = defaultdict[str, list[str]](list)
        for name, eid in edition.clauses.former.items():
            anchors[eid].append(name)
        if permanent:
            return Past(anchors=anchors, unsure=edition.unsure)
        compiled = self.compiled
        for eid, wids in compiled.retired.anchors.items():
            anchors[eid] += [wid for wid in wids if wid not in anchors[eid]]
        versions = [each.version for each in compiled.editions]
        unnamed = {each.id: translate("版本%(version)s", version=each.id[1:]) for each in versions}
        labels = {each.id: each.label or unnamed[each.id] for each in versions}
        histories = {
            wid: history(changes, labels, translate) for wid, changes in compiled.histories.items()
        }
        return Past(histories, anchors, edition.unsure)

    def _annotations(self, view: Way, permanent: bool) -> Annotations:  # noqa: FBT001
        translate, home = view.translate, view.home
        return Annotations(
            explained_by(self.compiled, self.related.naming, translate, view.root, home),
            {} if permanent else changes(self.compiled, translate("修改对照"), home),
            {} if permanent else outcomes_by_clause(self.compiled, translate, home),
            self._other(view),
        )

    def _other(self, view: Way) -> ReferenceLinks | None:
        """Return links to the policy that a 解读 or a similar text is about."""
        found = [text for text in self.related.named if text.found]
        if len(found) != 1 or self.compiled.policy.kind not in _ABOUT_OTHERS:
            return None
        (text,) = found
        page = f"{text.base(view.root, view.home)}{text.id}/"
        return ReferenceLinks({name: wid for name, _, wid in text.found}, page)


def length(edition: Edition, translate: Translate) -> str:
    """Return how long a text is and how long it takes to read: 约1.1万字，读完约25分钟.

    Nobody asks it of a short one: "".
    """
    count = sum(len(clause.heading) + len(clause.text) for clause in edition.clauses.clauses)
    if count < _SHORT:
        return ""
    minutes = max(1, round(count / CHARACTERS_A_MINUTE))
    if is_chinese(translate) and count >= _MANY:
        known = translate("约%(n)s万字", n=f"{count / _MANY:.1f}".removesuffix(".0"))
    else:
        hundreds = round(count, -2)
        known = translate("约%(n)s字", n=hundreds if is_chinese(translate) else f"{hundreds:,}")
    return translate("，").join([known, translate("读完约%(count)s分钟", count=minutes)])


def contents(edition: Edition) -> list[dict[str, Any]]:
    """Return the headings at the side; none where there are fewer than three."""
    marks = edition.marks
    entries = [
        {
            "eid": clause.eid,
            "title": shown_number(clause) + words(marks.spans(clause.heading)).rstrip("。"),
            "citation": clause.citation,
            "depth": depth,
        }
        for clause in edition.clauses.clauses
        # A number alone says nothing.
        if clause.kind in _CONTENTS_KINDS
        and (clause.heading or clause.kind == "preamble")
        and (depth := clause.eid.count("__") + 1) <= _DEEPEST.get(clause.kind, depth)
    ]
    return entries if len(entries) > 2 else []

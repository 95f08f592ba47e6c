"""Annotations of the clauses of a text: what explains them, where they were changed."""

from collections import defaultdict
from dataclasses import dataclass, field

from catalogue.citation import WHOLE_TEXT
from publisher.compile.comparisons import changed_lines
from publisher.compile.policy import CompiledPolicy
from publisher.compile.related import NamingText
from publisher.pages.policy.reference_links import ReferenceLinks


@dataclass(frozen=True, slots=True)
class Annotation:
    """A page that is about a clause: what it is (``name``), of what text, its address.

    ``name`` is in the language of the interface, ``title`` in that of the text.
    """

    name: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Annotations:
    """The annotations of clauses, by wId: texts that explain them, comparisons, outcomes.

    ``other`` links to another policy that the text is about; it is asked first where a
    reference leads.
    """

    explained: dict[str, list[Annotation]] = field(default_factory=dict)
    changed: dict[str, list[Annotation]] = field(default_factory=dict)
    outcomes: dict[str, list[Annotation]] = field(default_factory=dict)
    other: ReferenceLinks | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no clause has an annotation."""
        return not (self.explained or self.changed or self.outcomes or self.other)


def own_clauses(compiled: CompiledPolicy, naming: NamingText) -> list[tuple[str, str]]:
    """Return the clauses that a text which names a policy lists: (citation, anchor on its page).

    A name that is no clause's is returned as it was written, without an anchor.
    """
    find = compiled.names.find
    found = [(name, find(name)) for name in naming.clauses if name != WHOLE_TEXT]
    return [(clause.citation, clause.anchor) if clause else (name, "") for name, clause in found]


def changes(compiled: CompiledPolicy, name: str, root: str) -> dict[str, list[Annotation]]:
    """Return by wId the comparisons in which a clause was changed, the newest first.

    Each leads to the unit that was compared: inside an article that is the article.
    """
    found: dict[str, list[Annotation]] = defaultdict(list)
    for changed in changed_lines(compiled):
        if changed.new_wid:
            annotation = Annotation(name, changed.label, root + changed.path)
            found[changed.new_wid].append(annotation)
    return dict(found)

"""What is told beside the clauses of a text: what explains them, where they were changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.citation import WHOLE_TEXT
from look.language import Say
from publisher.compile.comparisons import comparisons
from publisher.compile.policy import CompiledPolicy
from publisher.compile.related import NamingText
from publisher.pages.outcome.page import answers_by_clause
from publisher.pages.policy.explanations import explained_by
from publisher.pages.policy.reference_links import SpokenOf


@dataclass(frozen=True, slots=True)
class Told:
    """A page that speaks of a clause: what it is (``name``), of what text, its address.

    ``name`` is in the language of the interface, ``title`` in that of the text.
    """

    name: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Annotations:
    """What is told beside clauses, by wId: texts that explain them, pages with what changed.

    ``answered`` is what became of the comments, ``beyond`` another policy that the text is
    about, which is asked first where a reference leads.
    """

    explained: dict[str, list[Told]] = field(default_factory=dict)
    changed: dict[str, list[Told]] = field(default_factory=dict)
    answered: dict[str, list[Told]] = field(default_factory=dict)
    beyond: SpokenOf | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is told beside any clause."""
        return not (self.explained or self.changed or self.answered or self.beyond)


def explanations(
    compiled: CompiledPolicy, naming: Sequence[NamingText], say: Say, root: str, home: str
) -> dict[str, list[Told]]:
    """Return by wId the texts that speak of a clause; ``home`` is the way up to the pages.

    ``root`` is that to the Chinese ones.
    """
    found = explained_by(compiled, naming, say)
    bases = {text.id: text.base(root, home) for text in naming}
    return {
        wid: [
            Told(each.name, each.title, bases.get(each.path.partition("/")[0], home) + each.path)
            for each in texts
        ]
        for wid, texts in found.items()
    }


def answers(compiled: CompiledPolicy, say: Say, home: str) -> dict[str, list[Told]]:
    """Return by wId what became of the comments on a clause, once the outcome is published."""
    found = answers_by_clause(compiled, say)
    return {wid: [Told(each["words"], "", home + each["path"])] for wid, each in found.items()}


def own_clauses(compiled: CompiledPolicy, naming: NamingText) -> list[tuple[str, str]]:
    """Return the clauses that a text which names a policy lists: (citation, anchor on its page).

    A name that is no clause's is given as it was written, without an anchor.
    """
    find = compiled.names.find
    found = [(name, find(name)) for name in naming.clauses if name != WHOLE_TEXT]
    return [(clause.citation, clause.anchor) if clause else (name, "") for name, clause in found]


def changes(compiled: CompiledPolicy, name: str, root: str) -> dict[str, list[Told]]:
    """Return by wId the comparisons in which a clause was changed, the newest first.

    Each leads to the unit that was compared: inside an article that is the article.
    """
    found: dict[str, list[Told]] = defaultdict(list)
    for comparison in reversed(comparisons(compiled)):
        version = comparison.new.version
        # What is compared was read before it had the names that clauses keep for good.
        wids = {clause.eid: clause.wid for clause in comparison.new.clauses.clauses}
        for row in comparison.rows:
            told = Told(
                name, version.label or version.id, f"{root}{comparison.folder}/#{row.anchor}"
            )
            for clause in (line.new for line in row.lines if row.change != "unchanged"):
                if clause:
                    found[wids[clause.eid]].append(told)
    return dict(found)

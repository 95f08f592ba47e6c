"""References to a clause by its number, 第三条第二款, 第二章, 附件1, that lead nowhere."""

import re

from catalogue.model import Clause
from catalogue.references import Finder, Part
from publisher.checks.draft import Checking, Draft
from publisher.clauses.own_references import own_references

# A table may be in no clause of its own, and 代表十人 is none; a text without articles
# speaks of those of another.
_NAMED = ("表", "附表", "附图", "附录", "专栏", "小标题", "引文")
_ARTICLES = ("第.{1,9}条",)
_ABOUT_OTHERS = frozenset(["interpretation", "reply", "news"])


def check_references(checking: Checking, draft: Draft) -> None:
    """Report K004 for each reference of the newest text that leads nowhere."""
    targets = [_Target(each) for each in _mentioned_texts(checking, draft)]
    for clause in draft.clauses.clauses if targets else ():
        # The first row of a table may be the title of an annex.
        if clause.kind == "tr":
            continue
        whole = clause.text if clause.kind == "crossheading" else clause.heading + clause.text
        for words, reference in own_references(whole):
            parts = reference.parts
            # An annex may mean its own clauses.
            if targets[0].finder.mentioned(words, parts, clause.eid):
                continue
            meant = [target for target in targets if target.may_be_meant(words)]
            if meant and all(target.lacks(parts) for target in meant):
                checking.at_clause(draft, clause, "K004.dead", words=words)


def _mentioned_texts(checking: Checking, draft: Draft) -> list[Draft]:
    """Return the texts that a reference may mean: an interpretation is about its policy."""
    policy = draft.source.policy
    linked = [checking.drafts[link.to] for link in policy.links if link.to in checking.drafts]
    of_itself = policy.kind not in _ABOUT_OTHERS or linked
    return [draft, *linked] if of_itself else []


class _Target:
    """A text that a reference may lead into."""

    def __init__(self, draft: Draft) -> None:
        self.clauses = draft.clauses.clauses
        self.finder = Finder(self.clauses)
        has_articles = any(clause.kind == "art" for clause in self.clauses)
        annexes = {clause.number[:2] for clause in self.clauses if clause.kind == "att"}
        self.elsewhere = tuple(word for word in _NAMED if word not in annexes)
        self.elsewhere += () if has_articles else _ARTICLES
        listed = any(line.role == "annex_list" for line in draft.clauses.cover)
        in_files = listed and all(clause.kind != "att" for clause in self.clauses)
        if in_files or draft.source.policy.attachments:
            self.elsewhere += ("附件",)

    def may_be_meant(self, words: str) -> bool:
        """Return whether such words would be looked for among these clauses."""
        return not any(re.match(opening, words) for opening in self.elsewhere)

    def lacks(self, parts: tuple[Part, ...]) -> bool:
        """Return whether a reference fits no clause; one that fits several is no fault."""
        here: Clause | None = None
        for count, part in enumerate(parts, 1):
            found = self.finder.resolve(parts[:count])
            if found is None:
                return not self._any_below(here, part)
            here = found
        return False

    def _any_below(self, here: Clause | None, part: Part) -> bool:
        prefix = f"{here.eid}__" if here else ""
        names = {f"{kind}_{part.number}" for kind in part.kinds}
        below = (clause.eid for clause in self.clauses if clause.eid.startswith(prefix))
        return any(eid.rpartition("__")[2] in names for eid in below)

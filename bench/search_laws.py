"""The laws that the benchmark of the search asks for, and what is true of them."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.text import fold
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

FREQUENT = ("企业", "人民政府", "罚款")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-/]*[\u4e00-\u9fff]?")


@dataclass(frozen=True, slots=True)
class Law:
    """A law as the sources have it: its clauses folded, their eIds, and as they are printed."""

    id: str
    clauses: tuple[str, ...]
    eids: tuple[str, ...]
    printed: tuple[str, ...]

    def named(self, words: str) -> list[str]:
        """Return the clauses that are printed so."""
        folded = fold(words)
        both = zip(self.eids, self.clauses, strict=True)
        return [eid for eid, clause in both if clause == folded]


def law_of(path: Path) -> Law:
    """Read a law from its source."""
    text = read_text(path.read_text("utf-8"), path, Problems())
    clauses = name_clauses(path.stem, "v1", text).clauses
    own = {each.eid: each.wording for each in clauses}
    printed = tuple(_before(each.eid, own) + own[each.eid] for each in clauses)
    return Law(path.stem, tuple(map(fold, printed)), tuple(each.eid for each in clauses), printed)


def _before(eid: str, wordings: Mapping[str, str]) -> str:
    """Return what is printed before the first 款 of a 条: the 条's number and title."""
    above, _, last = eid.rpartition("__")
    article = above.rpartition("__")[2].startswith("art_")
    return wordings[above] if article and last == "para_1" else ""


def phrases_of(paths: Sequence[Path], count: int) -> list[str]:
    """Return the frequent words and random phrases of the sources."""
    chance = random.Random(20180712)  # noqa: S311 - the same phrases each time
    found = list(FREQUENT)
    while len(found) < count + len(FREQUENT):
        text = chance.choice(paths).read_text("utf-8")
        latin = _LATIN.findall(text) if len(found) % 8 == 0 else []
        line = chance.choice([line for line in text.splitlines() if len(line) > 20] or [text])
        start = chance.randrange(max(1, len(line) - 14))
        phrase = chance.choice(latin) if latin else line[start : start + chance.randint(1, 14)]
        # White space would make two questions of one; marks of Markdown are not in the text.
        if fold(phrase) and not re.search(r"[\s#*|<>]", phrase) and phrase not in found:
            found.append(phrase)
    return found


def truth_of(laws: Sequence[Law], phrase: str) -> frozenset[str]:
    """Return the clauses that hold a phrase, by a scan of all."""
    folded = fold(phrase)
    return frozenset(
        f"{law.id}/{number}"
        for law in laws
        for number, clause in enumerate(law.clauses)
        if folded in clause
    )

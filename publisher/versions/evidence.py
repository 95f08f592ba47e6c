"""How alike two texts are: the evidence on which a clause is recognised.

Texts are compared in NFKC without white space and punctuation; Traditional characters
are not folded, since a draft that changes them was changed. Likeness is the Dice
coefficient of the multisets of 3-grams, from 0 to 1.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

_WIDTH = 3
_SEEDS = 40
_SHORTLIST = 8


class _Kept(dict[int, int | None]):
    """A table for ``str.translate`` that learns which characters to drop."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        kept = None if category[0] in "PZ" or category in {"Cc", "Cf"} else code
        self[code] = kept
        return kept


_KEPT = _Kept()


def folded(text: str) -> str:
    """Fold a text for comparison; one that is punctuation alone stays as it is."""
    normal = unicodedata.normalize("NFKC", text)
    return normal.translate(_KEPT) or "".join(normal.split())


class Grams:
    """The 3-grams of a folded text with their counts; a shorter text is one gram."""

    __slots__ = ("counts", "total")

    def __init__(self, text: str) -> None:
        last = max(len(text) - _WIDTH + 1, 1)
        self.counts = Counter(text[at : at + _WIDTH] for at in range(last))
        self.total = last

    def shared(self, other: "Grams") -> int:
        """Count the grams that both hold."""
        small, large = sorted((self.counts, other.counts), key=len)
        return sum(min(count, large[gram]) for gram, count in small.items() if gram in large)

    def likeness(self, other: "Grams") -> float:
        """Return the Dice coefficient."""
        return 2 * self.shared(other) / (self.total + other.total)

    def contained_in(self, other: "Grams") -> float:
        """Return the share of these grams that the other holds too."""
        return self.shared(other) / self.total


class GramIndex:
    """Which of many texts are worth comparing with one: those that share its rare grams.

    Comparing all pairs would cost the square of the number of articles.
    """

    def __init__(self, texts: Sequence[Grams]) -> None:
        self.texts = texts
        self.postings: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            for gram in text.counts:
                self.postings[gram].append(index)

    def nearest(self, text: Grams) -> list[int]:
        """Return the indexes of a few texts, those that share most rare grams first."""
        known = [gram for gram in text.counts if gram in self.postings]
        known.sort(key=lambda gram: (len(self.postings[gram]), gram))
        weights: dict[int, float] = defaultdict(float)
        for gram in known[:_SEEDS]:
            held = self.postings[gram]
            for index in held:
                weights[index] += 1 / len(held)
        ranked = sorted(weights, key=lambda index: (-weights[index], index))
        return ranked[:_SHORTLIST]

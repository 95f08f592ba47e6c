"""Example questions of the search page, out of the site's own texts."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from publisher.search.documents import TEXT_FOLDER, load_text

_HEADING = re.compile("[\u4e00-\u9fff]{4,9}")


def example_questions(folder: Path, policies: Iterable[str], count: int = 5) -> list[str]:
    """Return headings of the policies of an index: those that most have, then the first of each.

    A heading is a numbered clause of four to nine Chinese characters and nothing else.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, policy in enumerate(policies):
        data = (folder / TEXT_FOLDER / f"{policy}.json").read_bytes()
        rows = load_text(policy, data).clauses
        headings = (row.words for row in rows if row.number and _HEADING.fullmatch(row.words))
        for number, words in enumerate(dict.fromkeys(headings)):
            places[words].append((number, place))
    ranked = sorted(places, key=lambda words: (-len(places[words]), places[words][0]))
    return ranked[:count]

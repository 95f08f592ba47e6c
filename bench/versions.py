"""Clauses recognised across real revisions: the version pairs of a collection of laws.

    python bench/versions.py [--corpus DIR]

DIR holds ``laws-open.tar.xz`` (or the unpacked ``laws/``) and ``reference-open.json.gz``,
whose ``version_pairs`` name the articles with exactly the same text in an old and a
revised law. Prints how many of them were carried to the right clause beside a link by
number alone, and exits with 1 if one was not, or if a carry of little likeness was silent.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.clauses import corpus_option, law_texts
from catalogue.model import Clause
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.versions.matching import match

_LITTLE = 0.3


@dataclass
class Counted:
    """What was counted over all pairs."""

    links: int = 0
    carried: int = 0
    wrong: int = 0
    by_number: int = 0
    silent: int = 0
    unsure: int = 0


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether all was right."""
    parser = argparse.ArgumentParser(description=__doc__)
    corpus_option(parser)
    corpus = parser.parse_args(arguments).corpus
    pairs = json.loads(gzip.decompress((corpus / "reference-open.json.gz").read_bytes()))
    pairs = pairs["version_pairs"]
    texts = law_texts(corpus, {name for pair in pairs for name in (pair["old"], pair["new"])})
    counted = Counted()
    start = time.process_time()
    for pair in pairs:
        _count(_clauses(texts[pair["old"]]), _clauses(texts[pair["new"]]), pair, counted)
    taken = time.process_time() - start
    print(f"{len(pairs)} pairs in {taken:.1f} s")
    print(f"articles with the same text  {counted.links}")
    print(f"carried to the right clause  {counted.carried}")
    print(f"carried to a wrong clause    {counted.wrong}")
    print(f"right by number alone        {counted.by_number}")
    print(f"silent carries below {_LITTLE}     {counted.silent}")
    print(f"left to the drafter          {counted.unsure}")
    return 1 if counted.carried < counted.links or counted.wrong or counted.silent else 0


def _clauses(text: str) -> Sequence[Clause]:
    return name_clauses("bench", "v1", read_text(text, Path("v1.md"), Problems())).clauses


def _count(
    old: Sequence[Clause], new: Sequence[Clause], pair: dict[str, Any], counted: Counted
) -> None:
    found = match(old, new)
    for before, after in pair["links"]:
        carried = found.pairs.get(f"art_{before}")
        target = carried.new.eid if carried and carried.sure else None
        counted.links += 1
        counted.carried += target == f"art_{after}"
        counted.wrong += target not in (None, f"art_{after}")
        counted.by_number += before == after
    counted.silent += sum(each.sure and each.similarity < _LITTLE for each in found.pairs.values())
    counted.unsure += len(found.open_pairs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

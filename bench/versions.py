"""Clauses recognised across real revisions: the version pairs of a collection of laws.

    python bench/versions.py [--policy] [--corpus DIR]

DIR holds ``laws-open.tar.xz`` (or the unpacked ``laws/``) and ``reference-open.json.gz``,
whose ``version_pairs`` name the articles with exactly the same text in an old and a
revised law. Prints how many of them were carried to the right clause beside a link by
number alone, and exits with 1 if one was not, or if a carry of little likeness was silent.

``--policy`` reads ``policy-open.tar.xz`` (or ``p/``) and revises 30 policy texts as offices do
(bench/revisions.py). It exits with 1 if less than 0.999 of the clauses whose words are the
same were carried rightly, if one was carried to another clause, or if a question that
answers itself would be asked.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.clauses import corpus_option, law_texts
from bench.policy_clauses import policy_texts
from bench.revisions import RevisedLine, revise
from catalogue.model import Clause
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from publisher.versions.matching import Pair, match

_LITTLE = 0.3
_NEARLY_THE_SAME = 0.9
_REVISED = 30
_SENTENCE = re.compile("[\u4e00-\u9fff，、]{30,120}。")


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
    parser.add_argument("--policy", action="store_true", help="revise 30 policy texts")
    options = parser.parse_args(arguments)
    if options.policy:
        return _measure_revisions(options.corpus)
    corpus = options.corpus
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


@dataclass
class Revised:
    """What was counted over all revisions; the lists name text and clause."""

    links: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    asked: int = 0
    evident: list[str] = field(default_factory=list)


def _measure_revisions(corpus: Path) -> int:
    texts = policy_texts(corpus)
    names = sorted(texts)
    # Sentences of texts that are not revised.
    strange = [line for name in names[1::3] for line in texts[name].split("\n")]
    strange = [line for line in dict.fromkeys(strange) if _SENTENCE.fullmatch(line)]
    counted = Revised()
    start = time.process_time()
    for number, name in enumerate(names[::5][:_REVISED]):
        old = _clauses(texts[name])
        revised = revise(texts[name], old, strange[number::_REVISED], number)
        new = _clauses("\n".join(line.text for line in revised))
        _count_revised(name, old, new, revised, counted)
    print(f"{_REVISED} revisions in {time.process_time() - start:.1f} s")
    print(f"clauses with the same words      {counted.links}")
    print(f"carried to the right clause      {counted.right}")
    _print("carried to a wrong clause", counted.wrong)
    _print("not carried", counted.lost)
    print(f"left to the drafter              {counted.asked}")
    _print("of these with an evident answer", counted.evident)
    return 1 if counted.right < 0.999 * counted.links or counted.wrong or counted.evident else 0


def _print(what: str, places: list[str]) -> None:
    print(f"{what:<32} {len(places)} {' '.join(places[:8])}")


def _count_revised(
    name: str,
    old: Sequence[Clause],
    new: Sequence[Clause],
    revised: Sequence[RevisedLine],
    counted: Revised,
) -> None:
    found = match(old, new)
    origin = {clause.eid: revised[clause.line - 1] for clause in new}
    now = {(line.origin, line.same) for line in revised}
    for clause in old:
        pair = found.pairs.get(clause.eid)
        same = (clause.line, True) in now
        place = f"{name}:{clause.line}:{clause.eid}"
        counted.links += same
        if pair and pair.sure:
            line = origin[pair.new.eid]
            right = clause.line in (line.origin, *line.parts)
            counted.right += same and right
            counted.wrong += [] if right else [f"{place}->{pair.new.eid}"]
        elif same:
            counted.lost.append(place)
    counted.asked += len(found.open_pairs)
    counted.evident += [
        f"{name}:{pair.old.eid}->{pair.new.eid}" for pair in found.open_pairs if _is_evident(pair)
    ]


def _is_evident(pair: Pair) -> bool:
    """Return whether one is word for word in the other, or nearly the same."""
    old, new = pair.old.whole, pair.new.whole
    return old in new or new in old or pair.similarity >= _NEARLY_THE_SAME


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

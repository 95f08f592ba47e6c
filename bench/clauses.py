"""Accuracy and speed of the reader of clauses, on a collection of laws or of policy texts.

    python bench/clauses.py [--policy] [--corpus DIR] [--short] [--beside TREE]

DIR holds ``laws-open.tar.xz`` (or the unpacked ``laws/``) and ``reference-open.json.gz``;
for ``--policy`` ``policy-open.tar.xz`` (or ``p/``) and ``policy-reference-open.json.gz``.
Prints what was found against the reference, whether citations lead back and ids stand
firm, and MB/s next to a plain line regex and to Python-Markdown on the same text; with
``--beside``, next to the reader of another checkout. Exit status 1 where a clause is
missing, invented, below a wrong one or not the reference's text.
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tarfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import markdown

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measure import ROOT
from bench.policy_clauses import measure_policies
from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

_LINE = re.compile(
    r"^[\s#*]*(第[一二三四五六七八九十百千零〇○]+条(?:之[一二三四五六七八九十]+)?)", re.MULTILINE
)
_NUMBERS = re.compile(
    r"(?m)^(#* *)(第[一二三四五六七八九十百千零〇○]+条|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十]+[)）])"
)
_FLIP = str.maketrans("（）()", "()（）")
_VARIANTS: dict[str, Callable[[str], str]] = {
    "blank lines removed": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "bracket width flipped": lambda text: text.translate(_FLIP),
    "indented with U+3000": lambda text: re.sub(r"(?m)^(?=[^\n#<|])", "\u3000\u3000", text),
    "numbers set bold": lambda text: _NUMBERS.sub(r"\1**\2**", text),
}


@dataclass
class Found:
    """What was counted over the collection."""

    articles: int = 0
    wrong_files: list[str] = field(default_factory=list)
    hashes: int = 0
    wrong_hashes: list[str] = field(default_factory=list)
    clauses: int = 0
    wrong_citations: list[str] = field(default_factory=list)
    moved: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_VARIANTS, 0))


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether all was right."""
    options = _parser().parse_args(arguments)
    if options.policy:
        texts, right = measure_policies(options.corpus, short=options.short)
        _speed(texts, texts[::4], options.beside)
        return 0 if right else 1
    return _laws(options)


def _laws(options: argparse.Namespace) -> int:
    packed = (options.corpus / "reference-open.json.gz").read_bytes()
    reference = json.loads(gzip.decompress(packed))
    texts = law_texts(options.corpus, sorted(reference["articles"]))
    if options.short:
        texts = dict(list(texts.items())[::20])
    found = Found()
    for number, (name, text) in enumerate(texts.items()):
        _check(name, text, reference, found, firm=number % 5 == 0)
        _progress(number + 1, len(texts))
    _report(found)
    every = list(texts.values())
    _speed(every, every[::20], options.beside)
    return 1 if found.wrong_files or found.wrong_hashes or found.wrong_citations else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    corpus_option(parser)
    parser.add_argument("--short", action="store_true", help="only a part of the files")
    parser.add_argument("--policy", action="store_true", help="policy texts, not laws")
    parser.add_argument("--beside", type=Path, metavar="TREE", help="another checkout")
    return parser


def corpus_option(parser: argparse.ArgumentParser) -> None:
    """Let a script be told where the collection of laws is."""
    default = Path(__file__).resolve().parents[2] / "shared" / "corpus"
    parser.add_argument("--corpus", type=Path, default=default, metavar="DIR")


def law_texts(corpus: Path, names: Iterable[str]) -> dict[str, str]:
    """Return laws of the collection by name, from the folder or from the archive."""
    if (corpus / "laws").is_dir():
        return {name: (corpus / "laws" / name).read_text("utf-8") for name in names}
    wanted = {f"laws/{name}": name for name in names}
    texts = {}
    with tarfile.open(corpus / "laws-open.tar.xz") as archive:
        for member in archive:
            handle = archive.extractfile(member) if member.name in wanted else None
            if handle:
                texts[wanted[member.name]] = handle.read().decode("utf-8")
    return texts


def _read(text: str) -> ClauseSet:
    return name_clauses("bench", "v1", read_text(text, Path("v1.md"), Problems()))


def _check(name: str, text: str, reference: dict[str, Any], found: Found, *, firm: bool) -> None:
    clauses = _read(text).clauses
    expected = reference["articles"][name]
    none = expected["status"] in ("none", "exclude_case")
    articles = {
        clause.eid.removeprefix("art_"): clause
        for clause in clauses
        if clause.kind == "art" and clause.eid.startswith("art_")
    }
    found.articles += len(articles)
    if list(articles) != ([] if none else expected["numbers"]):
        found.wrong_files.append(name)
    _check_texts(name, clauses, articles, reference["sample"].get(name, ()), found)
    _check_citations(name, clauses, found)
    if firm:
        names = [clause.eid for clause in clauses]
        for variant, change in _VARIANTS.items():
            found.moved[variant] += [clause.eid for clause in _read(change(text)).clauses] != names


def _check_texts(
    name: str,
    clauses: tuple[Clause, ...],
    articles: dict[str, Clause],
    sample: Iterable[list[Any]],
    found: Found,
) -> None:
    children = defaultdict(list)
    for clause in clauses:
        children[clause.parent].append(clause)

    def below(clause: Clause) -> str:
        return "".join(
            child.number + child.heading + child.text + below(child)
            for child in children[clause.eid]
        )

    for number, _, digest, _, _, suspect in sample:
        if suspect or number not in articles:
            continue
        article = articles[number]
        whole = re.sub(r"\s", "", article.heading + article.text + below(article))
        found.hashes += 1
        if hashlib.sha1(whole.encode(), usedforsecurity=False).hexdigest()[:10] != digest:
            found.wrong_hashes.append(f"{name} {number}")


def _check_citations(name: str, clauses: tuple[Clause, ...], found: Found) -> None:
    finder = Finder(clauses)
    for clause in clauses:
        found.clauses += 1
        parts = read_citation(clause.citation)
        if parts is None or finder.resolve(parts) is not clause:
            found.wrong_citations.append(f"{name} {clause.citation}")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done}/{total} files", end=end, file=sys.stderr, flush=True)


def _report(found: Found) -> None:
    print(f"articles found             {found.articles}")
    _line("files with other articles", found.wrong_files)
    print(f"article texts compared     {found.hashes}")
    _line("texts that differ", found.wrong_hashes)
    print(f"clauses                    {found.clauses}")
    _line("citations that lead astray", found.wrong_citations)
    for variant, moved in found.moved.items():
        print(f"files whose ids move when {variant}: {moved}")


def _line(what: str, names: list[str]) -> None:
    print(f"{what:26} {len(names)}")
    for name in names[:10]:
        print(f"    {name}")


def _speed(texts: list[str], part: list[str], other: Path | None) -> None:
    size = sum(len(text.encode()) for text in texts) / 1e6
    ours = _rate(size, lambda: [_read(text) for text in texts])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = _rate(size, lambda: [_LINE.findall(text) for text in texts])
    part_size = sum(len(text.encode()) for text in part) / 1e6
    peer = _rate(part_size, lambda: [markdown.markdown(text) for text in part])
    print(f"text                       {size:.1f} MB")
    print(f"this reader                {ours:.2f} MB/s (peak memory so far {peak:.0f} MB)")
    print(f"plain line regex           {plain:.2f} MB/s, ratio {ours / plain:.3f}")
    print(f"Python-Markdown            {peer:.2f} MB/s, ratio {ours / peer:.2f}")
    if other:
        _race(texts, other)


def _race(texts: list[str], other: Path) -> None:
    """Print this reader's speed next to another checkout's, each the best of five.

    Processes of their own take turns, so that what else the machine does meets both.
    """
    given, best = json.dumps(texts), {ROOT: 0.0, other.resolve(): 0.0}
    for _ in range(5):
        for tree, speed in best.items():
            done = subprocess.run(  # noqa: S603 - this project's own script
                [sys.executable, str(ROOT / "bench/reading_rate.py")], input=given, check=True,
                stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(tree)},
            )  # fmt: skip
            best[tree] = max(speed, float(done.stdout))
    ours, theirs = best.values()
    print(f"this reader again          {ours:.2f} MB/s")
    print(f"that of {other}: {theirs:.2f} MB/s, ratio {ours / theirs:.3f}")


def _rate(size: float, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return size / (time.process_time() - start)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

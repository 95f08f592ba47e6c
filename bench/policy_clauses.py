"""What ``bench/clauses.py --policy`` measures: policy texts against two readings that agree.

A node of the reference is [line, level, printed number, first characters, index of the parent].
A clause of ours is compared by its line; unnumbered clauses, boxes and further texts between it
and its parent do not count, as the reference knows none.
"""

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import ROOT
from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

# The kinds that a level of the reference may be; below an article items are one level lower.
_KINDS = {
    "part": {"part"}, "chap": {"chp"}, "sect": {"sec"}, "art": {"art"}, "att": {"att"},
    "y": {"part", "dvs"}, "e": {"sec", "subdvs"}, "n": {"point"}, "m": {"indent"},
    "p": {"indent", "subindent"}, "c": {"subcl"}, "dash": {"indent_nn"},
}  # fmt: skip
_IN_ARTICLE = {
    "y": {"part", "point"},
    "e": {"point"},
    "n": {"point", "indent"},
    "m": {"indent", "subindent"},
}
_WITHOUT_LEVEL = frozenset(
    ["para", "box", "table", "tr", "preamble", "crossheading", "cmp", "level", "qstr"]
)
_MARKS = re.compile(r"[\s*_#>`\u200b-\u200f\u2060\ufeff\u00ad]+")
_RULE = re.compile(r"[|\s:-]*-[|\s:-]*")
# What may be wrong with a text; C006 is a note, K001 to K003 are of style.
_CODE = re.compile(r"([^\s:/]+)/v1\.md:(\d+):.*?\b(C00[1-57]|K004)\b")
_CN = "[一二三四五六七八九十百]+"
_NUMBER = (
    rf"(?:{_CN}、|[（(]{_CN}[）)]|第{_CN}[章节条](?=[\s\u3000])|第{_CN}部分"
    rf"|\d{{1,2}}[.．、](?!\d)|[（(]\d{{1,2}}[）)])"
)
_OPENING = re.compile(rf"(?m)^([ \u3000]*)({_NUMBER})")
_HEADING = re.compile(rf"(?m)^([ \u3000]*)((?:{_NUMBER})[^。；：\n]{{1,40}}(?:。(?=.)|$))")
_DIVISION = re.compile(rf"(?m)^[ \u3000]*(?=(?:{_CN}、|第{_CN}(?:章|部分))[^。；：\n]{{1,40}}$)")
_FLIP = str.maketrans("（）()", "()（）")
VARIANTS: dict[str, Callable[[str], str]] = {
    "blank lines removed": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "blank lines added": lambda text: re.sub(r"\n(?!\|)", "\n\n", text),
    "bracket width flipped": lambda text: text.translate(_FLIP),
    "indented with U+3000": lambda text: re.sub(r"(?m)^(?=[^\n#<|])", "\u3000\u3000", text),
    "indented with four spaces": lambda text: re.sub(r"(?m)^(?=[^\s#<|])", "    ", text),
    "numbers set bold": lambda text: _OPENING.sub(r"\1**\2**", text),
    "number and heading bold": lambda text: _HEADING.sub(r"\1**\2**", text),
    "headings marked ##": lambda text: _DIVISION.sub("## ", text),
    "lines end with CRLF": lambda text: text.replace("\n", "\r\n"),
}


@dataclass
class Found:
    """What was counted; of texts that are not certain only what needs no reference."""

    clauses: int = 0
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: set[str] = field(default_factory=set)
    certain: int = 0
    annexes: int = 0
    bodies: int = 0
    cited: int = 0
    moved: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in VARIANTS})

    def note(self, what: str, text: str, place: object) -> None:
        """Note a fault, and its text as not right."""
        self.wrong[what].append(f"{text}:{place}")
        self.files.add(text)


def policy_texts(corpus: Path) -> dict[str, str]:
    """Return the policy texts of the collection by id, from the folder or from the archive."""
    if (corpus / "p").is_dir():
        return {path.stem: path.read_text("utf-8") for path in sorted((corpus / "p").glob("*.md"))}
    texts = {}
    with tarfile.open(corpus / "policy-open.tar.xz") as archive:
        for member in archive:
            handle = archive.extractfile(member)
            if handle and member.name.endswith(".md"):
                texts[Path(member.name).stem] = handle.read().decode("utf-8")
    return dict(sorted(texts.items()))


def measure_policies(corpus: Path, *, short: bool) -> tuple[list[str], bool]:
    """Print what was found; return the texts, for their speed, and whether all was right."""
    packed = (corpus / "policy-reference-open.json.gz").read_bytes()
    reference = json.loads(gzip.decompress(packed))
    texts = policy_texts(corpus)
    if short:
        texts = dict(list(texts.items())[::10])
    found = Found()
    for name, text in texts.items():
        _check(name, text, reference[name], found)
    codes = _build_check(texts, {name: reference[name]["title"] for name in texts})
    told = [each for name, each in codes if reference[name]["certain"] and name not in found.files]
    _report(found, told)
    return list(texts.values()), not found.files and not told


def _read(text: str) -> ClauseSet:
    return name_clauses("bench", "v1", read_text(text, Path("v1.md"), Problems()))


def _check(name: str, text: str, expected: dict[str, Any], found: Found) -> None:
    read = _read(text)
    _check_characters(name, text, read, found)
    finder = Finder(read.clauses)
    for clause in read.clauses:
        found.cited += 1
        parts = read_citation(clause.citation)
        if parts is None or finder.resolve(parts) is not clause:
            found.note("citations that lead astray", name, clause.citation)
    if expected["certain"]:
        found.certain += 1
        _check_nodes(name, read, expected, found)
    names = [clause.eid for clause in read.clauses]
    for variant, change in VARIANTS.items():
        if [clause.eid for clause in _read(change(text)).clauses] != names:
            found.moved[variant].append(name)


def _check_characters(name: str, text: str, read: ClauseSet, found: Found) -> None:
    source = "".join(line for line in text.split("\n") if not _RULE.fullmatch(line))
    kept = [(c.line, c.number + c.heading + c.text) for c in read.clauses]
    kept += [(c.line, "" if _RULE.fullmatch(c.text) else c.text) for c in read.cover]
    lost = Counter(_MARKS.sub("", source)) - Counter(_MARKS.sub("", "".join(t for _, t in kept)))
    for char, count in lost.items():
        found.note("characters lost", name, f"{char} {count} times")


def _check_nodes(name: str, read: ClauseSet, expected: dict[str, Any], found: Found) -> None:
    nodes, at_line = expected["nodes"], defaultdict(list)
    for clause in read.clauses:
        if clause.number or clause.kind == "att":
            at_line[clause.line].append(clause)
        if "_inst" in clause.eid.rpartition("__")[2]:
            found.note("names given twice (_inst)", name, clause.eid)
    by_eid = {clause.eid: clause for clause in read.clauses}
    for node in nodes:
        line, level = node[:2]
        if level == "att":
            _check_annex(name, line, at_line, read, found)
            continue
        found.clauses += 1
        here = at_line.get(line, [])
        if len(here) != 1:
            found.note("clauses found twice" if here else "clauses missing", name, line)
            continue
        parents = list(_levels_above(here[0], by_eid))
        for fault in _node_faults(here[0], node, parents, _line_above(node[4], nodes, at_line)):
            found.note(fault, name, f"{line} {here[0].eid}")
    _check_others(name, read, {line for line, *_ in nodes}, set(expected["skip"]), found)


def _node_faults(
    clause: Clause, node: list[Any], parents: list[Clause], above: int | None
) -> Iterator[str]:
    if clause.kind not in _kinds(node[1], parents):
        yield "levels wrong"
    if (parents[0].line if parents else None) != above:
        yield "parents wrong"
    if _bare(clause.number) != _bare(node[2]):
        yield "numbers that differ"


def _kinds(level: str, parents: list[Clause]) -> set[str]:
    inside = any(parent.kind == "art" for parent in parents)
    return _IN_ARTICLE.get(level, _KINDS[level]) if inside else _KINDS[level]


def _levels_above(clause: Clause, by_eid: dict[str, Clause]) -> Iterator[Clause]:
    above = by_eid.get(clause.parent or "")
    while above:
        if above.kind not in _WITHOUT_LEVEL:
            yield above
        above = by_eid.get(above.parent or "")


def _line_above(above: int | None, nodes: list[list[Any]], at_line: dict[int, Any]) -> int | None:
    """Return the line of the parent; an annex that is the text is nobody's parent."""
    if above is None:
        return None
    line, level = nodes[above][:2]
    return None if level == "att" and line not in at_line else int(line)


def _check_annex(
    name: str, line: int, at_line: dict[int, list[Clause]], read: ClauseSet, found: Found
) -> None:
    """Count an annex as found, or as the text itself where its notice is cover."""
    found.annexes += 1
    if any(clause.kind == "att" for clause in at_line.get(line, ())):
        return
    body = any(each.line == line and each.role == "notice" for each in read.cover)
    found.bodies += body
    if not body:
        found.note("annexes missing", name, line)


def _check_others(
    name: str, read: ClauseSet, lines: set[int], skip: set[int], found: Found
) -> None:
    order = [clause.line for clause in read.clauses]
    if order != sorted(order):
        found.note("texts out of order", name, "")
    for clause in read.clauses:
        if clause.line in skip and clause.kind not in ("table", "tr"):
            found.note("clauses out of lines to skip", name, f"{clause.line} {clause.eid}")
        elif clause.line not in lines and clause.kind == "att":
            found.note("annexes invented", name, clause.line)
        elif clause.line not in lines and clause.number and clause.kind not in _WITHOUT_LEVEL:
            found.note("clauses invented", name, f"{clause.line} {clause.eid}")


def _bare(printed: str) -> str:
    return re.sub(r"\W", "", printed)


def _build_check(texts: dict[str, str], titles: dict[str, str]) -> list[tuple[str, str]]:
    """Return what ``build.py check`` says of numbers and mentions; print its speed."""
    with tempfile.TemporaryDirectory() as folder:
        policies = Path(folder) / "policies"
        for name, text in texts.items():
            (policies / name).mkdir(parents=True)
            (policies / name / "policy.yml").write_text(
                f"title: {json.dumps(titles[name], ensure_ascii=False)}\nkind: document\n", "utf-8"
            )
            (policies / name / "v1.md").write_text(text, "utf-8")
        command = [sys.executable, str(ROOT / "build.py"), "check", "--policies", str(policies)]
        start, worked = time.perf_counter(), _worked()
        done = subprocess.run(  # noqa: S603 - this project's own command
            [*command, "--site", f"{folder}/site"], capture_output=True, text=True, check=False,
            cwd=folder, env={**os.environ, "YANLU_LANG": "en"},
        )  # fmt: skip
        taken, worked = time.perf_counter() - start, _worked() - worked
    said = done.stdout + done.stderr
    if "Traceback" in said:
        sys.exit(f"build.py check: {said[-2000:]}")
    size = sum(len(text.encode()) for text in texts.values()) / 1e6
    print(
        f"build.py check             {size / taken:.2f} MB/s, {size / worked:.2f} by processor time"
    )
    return [(m[1], f"{m[1]}:{m[2]} {m[3]}") for m in _CODE.finditer(said)]


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_FAULTS = (
    "clauses missing", "clauses found twice", "clauses invented", "levels wrong", "parents wrong",
    "numbers that differ", "texts out of order", "annexes missing", "annexes invented",
    "names given twice (_inst)", "clauses out of lines to skip", "characters lost",
    "citations that lead astray",
)  # fmt: skip


def _report(found: Found, told: list[str]) -> None:
    print(f"certain texts              {found.certain}")
    print(f"numbered clauses           {found.clauses}, and {found.annexes} annexes")
    print(f"annexes that are the text  {found.bodies}")
    print(f"clauses cited, all texts   {found.cited}")
    for what in _FAULTS:
        _list(what, found.wrong[what])
    print(f"texts with a fault         {len(found.files)}")
    _list("diagnostics in right texts", told)
    for variant, moved in found.moved.items():
        _list(f"ids move: {variant}", moved)


def _list(what: str, places: list[str]) -> None:
    print(f"{what:35} {len(places)}")
    for place in places[:10]:
        print(f"    {place}")

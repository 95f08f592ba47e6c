"""Reading citations: in a clerk's own words, and where a text mentions a clause.

Understood are 第三条第二款第（一）项, 第十七条之一, 第二章第一节, 三、（三）1, 第三部分（三）第1项,
第三部分第（三）条第1项, 附件1第三条, with either width of bracket and Chinese or Arabic
numerals. A citation is found by its words alone; which clause it names is resolved
against one version's clauses, and is None where that is not certain.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model import Clause
from catalogue.numerals import NUMERAL_CHARS, from_chinese

_CN = f"[{NUMERAL_CHARS}]{{1,9}}"
_NUM = rf"(?:{_CN}|\d{{1,4}})"
_BRACKETED = rf"[(（] ?{_NUM} ?[)）]"
_TOKEN = re.compile(
    rf"第 ?(?P<number>{_NUM}|{_BRACKETED}) ?"
    rf"(?P<unit>分编|编|章|节|条|款|小目|项|目|部分|自然段|行|个破折号项)"
    rf"(?:之(?P<sub>[一二三四五六七八九十]{{1,3}})(?![十百]))?"
    rf"|(?P<list>{_CN}) ?、(?=第?{_BRACKETED})"
    rf"|(?P<bracketed>{_BRACKETED})"
    rf"|(?P<named>附件|(?<!代)表|小标题|引文)(?P<named_number>{_NUM}(?![并同些个名人样]))?"
    rf"|(?P<preamble>序言)"
    rf"|(?P<bare>\d{{1,3}})(?![\d.、年月日%])"
    rf"|(?P<again>（同号之(?P<instance>\d+)）)"
)
# The first token of a citation has one of these; most texts have none.
_MAY_OPEN = re.compile(rf"第|、第?[(（]|(?:附件|表|小标题|引文)[{NUMERAL_CHARS}\d]")
_UNITS = {
    "编": ("part",),
    "分编": ("subpart",),
    "章": ("chp",),
    "节": ("sec",),
    "条": ("art", "sec", "point"),
    "款": ("para",),
    "项": ("point",),
    "目": ("indent",),
    "小目": ("subindent",),
    "部分": ("part",),
    "自然段": ("para",),
    "行": ("tr",),
    "个破折号项": ("indent_nn",),
}
_NAMED = {"附件": ("att",), "表": ("table",), "小标题": ("crossheading",), "引文": ("qstr",)}
_ARTICLE = re.compile(r"第[^（(]{1,9}条")
_OPENERS = frozenset(["编", "分编", "章", "条", "部分"])


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a citation: the kinds that it may be, and the number in a name."""

    kinds: tuple[str, ...]
    number: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation in a text, from ``start`` to ``end`` (code points)."""

    start: int
    end: int
    parts: tuple[Part, ...]


def find_references(text: str) -> list[Reference]:
    """Return the citations in a text, in order; 前款 and 本法 are none."""
    found: list[Reference] = []
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text) if may_refer(text) else ():
        if run and match.start() != run[-1].end():
            _close(run, found)
            run = []
        if run or match["unit"] in _OPENERS or match["list"] or match["named_number"]:
            run.append(match)
    _close(run, found)
    return found


def may_refer(text: str) -> bool:
    """Return quickly whether a text may have a citation; most have none."""
    return _MAY_OPEN.search(text) is not None


def read_citation(words: str) -> tuple[Part, ...] | None:
    """Read words that are a citation and nothing else, as a clerk types them."""
    packed = re.sub(r"\s", "", words)
    # The marks that numbers are printed with are dropped: 一、（一）1、 is 一、（一）1.
    if led := re.match(rf"({_CN})、?(?=第?{_BRACKETED}|$)", packed):
        packed = f"第{led[1]}部分" + packed[led.end() :]
    packed = re.sub(r"(?<=[\d)）])[.．、](?=$|[(（])", "", packed)
    matches, at = [], 0
    while at < len(packed):
        match = _TOKEN.match(packed, at)
        if not match or match.end() == at:
            return None
        matches.append(match)
        at = match.end()
    return _parts(matches)


class Finder:
    """Finds clauses of one version by the parts of a citation."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.has_articles = any(clause.kind == "art" for clause in clauses)
        self.by_eid = {clause.eid: clause for clause in clauses}
        self.children: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in clauses:
            self.children[clause.parent].append(clause)

    def resolve(self, parts: Sequence[Part]) -> Clause | None:
        """Return the clause; None where there is none or more than one would fit."""
        here: Clause | None = None
        for part in parts:
            here = self._below(here, part)
            if here is None:
                return None
        return here

    def mentioned(self, words: str, parts: Sequence[Part]) -> Clause | None:
        """Return the clause that the words of a text mean.

        第三条 is another text's where this one has no articles.
        """
        of_another = _ARTICLE.match(words) and not self.has_articles
        return None if of_another else self.resolve(parts)

    def _below(self, here: Clause | None, part: Part) -> Clause | None:
        prefix = f"{here.eid}__" if here else ""
        for kind in part.kinds:
            local = f"{kind}_{part.number}" if part.number else kind
            if exact := self.by_eid.get(prefix + local):
                return exact
        return self._deeper(here, part)

    def _deeper(self, here: Clause | None, part: Part) -> Clause | None:
        """Look below what the citation leaves out, such as 第一款 or a chapter."""
        level = self.children[here.eid if here else None]
        while level:
            fits = [clause for clause in level if _fits(clause, part)]
            if fits:
                return fits[0] if len(fits) == 1 else None
            level = [child for clause in level for child in self.children[clause.eid]]
        return None


def _fits(clause: Clause, part: Part) -> bool:
    local = clause.eid.rpartition("__")[2]
    if not part.number:
        return local.partition("_")[0] in part.kinds
    return any(local == f"{kind}_{part.number}" for kind in part.kinds)


def _close(run: list[re.Match[str]], found: list[Reference]) -> None:
    # A number at the end of a run may belong to the words after it.
    while run and run[-1]["bare"]:
        run = run[:-1]
    if parts := _parts(run):
        found.append(Reference(run[0].start(), run[-1].end(), parts))


def _parts(matches: Sequence[re.Match[str]]) -> tuple[Part, ...] | None:
    parts: list[Part] = []
    for match in matches:
        if match["again"]:
            if not parts:
                return None
            last = parts.pop()
            parts.append(Part(last.kinds, f"{last.number}_inst{match['instance']}"))
            continue
        parts.append(_part(match))
    return tuple(parts) or None


def _part(match: re.Match[str]) -> Part:
    if match["preamble"]:
        return Part(("preamble",), "")
    if match["named"]:
        number = match["named_number"]
        return Part(_NAMED[match["named"]], _value(number) if number else "")
    if match["unit"]:
        return _of_unit(match)
    if match["list"]:
        return Part(("part",), _value(match["list"]))
    if match["bracketed"]:
        inner = match["bracketed"][1:-1].strip()
        kinds = ("indent", "subindent") if inner.isdecimal() else ("sec", "point")
        return Part(kinds, _value(inner))
    return Part(("point",), match["bare"])


def _of_unit(match: re.Match[str]) -> Part:
    number, unit = match["number"], match["unit"]
    kinds = _UNITS[unit]
    if unit == "条" and number[0] in "(（":
        kinds = ("sec", "point")
    sub = f"-{_value(match['sub'])}" if match["sub"] else ""
    return Part(kinds, _value(number.strip("()（） ")) + sub)


def _value(number: str) -> str:
    value = from_chinese(number)
    return "0" if value is None else str(value)

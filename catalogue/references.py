"""Reading citations: in a clerk's own words, and where a text mentions a clause.

Understood are 第三条第二款第（一）项, 第十七条之一, 第二章第一节, 三、（三）1, 第三部分（三）第1项,
第三部分第（三）条第1项, 第二章第一节一、（一）, 专栏1第2项, 附件1第三条, with either width of
bracket and Chinese or Arabic numerals; as a citation alone also what words of a text may hold
by chance: 1.2.1, 第1项①, 《title》第一部分. A citation is found by its words alone; which clause
it names is resolved against one version's clauses, and is None where that is not certain.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from catalogue.citation import BESIDE_ANNEXES, CIRCLED
from catalogue.model import Clause
from catalogue.numerals import NUMERAL_CHARS, from_chinese

_CN = f"[{NUMERAL_CHARS}]{{1,9}}"
_NUM = rf"(?:{_CN}|\d{{1,4}})"
_BRACKETED = rf"[(（] ?{_NUM} ?[)）]"
_IN_A_TEXT = (
    rf"第 ?(?P<number>{_NUM}|{_BRACKETED}) ?"
    rf"(?P<unit>分编|编|章|节|条|款|小目|项|目|部分|自然段|行|个破折号项)"
    rf"(?:之(?P<sub>[一二三四五六七八九十]{{1,3}})(?![十百]))?"
    rf"|(?P<list>{_CN}) ?、(?=第?{_BRACKETED})"
    rf"|(?P<bracketed>{_BRACKETED})"
    rf"|(?P<named>附[件表图录]|(?<!代)表|专栏|小标题|引文)"
    rf"(?P<named_number>\d{{1,2}}-\d{{1,2}}|{_NUM}(?![并同些个名人样])|[A-Z](?![A-Za-z]))?"
    rf"|(?P<preamble>序言)"
    rf"|(?P<bare>\d{{1,3}})(?![\d.、年月日%])"
    rf"|(?P<again>（同号之(?P<instance>\d+)）)"
)
_TOKEN = re.compile(_IN_A_TEXT)
# A citation that is nothing else may hold these too; after 一、 anything may follow.
_ALONE = re.compile(
    rf"[第的]?(?P<decimal>\d+(?:\.\d+)+)(?!\d)条?"
    rf"|的?(?P<half>\d{{1,3}})[)）]"
    rf"|(?P<circled>[{CIRCLED}])"
    rf"|(?P<title>《[^》]+》)"
    rf"|(?P<first>{_CN})、"
    rf"|{_IN_A_TEXT}"
)
# The first token of a citation has one of these; most texts have none.
_MAY_OPEN = re.compile(rf"第|、第?[(（]|(?:附[件表图录]|表|专栏|小标题|引文)[{NUMERAL_CHARS}\dA-Z]")
_UNITS = {
    "编": ("part",),
    "分编": ("subpart",),
    "章": ("chp", "level"),
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
_NAMED = {
    "附件": ("att",),
    # 附表1 goes with 附件1 where there is one, else it is an annex by itself.
    **dict.fromkeys(BESIDE_ANNEXES, ("beside", "att")),
    "表": ("table",),
    "专栏": ("box",),
    "小标题": ("crossheading",),
    "引文": ("qstr",),
}
_LIST = ("dvs", "part")
_BRACKET = ("subdvs", "sec", "point")
# What is found by the end of its citation.
_DECIMAL = ("level", "indent", "subindent")
_TITLE = ("cmp",)
_IN_DECIMAL = tuple("0123456789.")
_KINDS = {
    "list": _LIST,
    "first": _LIST,
    "bare": ("point", "indent", "level"),
    "half": ("subindent", "indent"),
    "circled": ("subcl",),
    "decimal": _DECIMAL,
    "title": _TITLE,
}
_AS_WRITTEN = frozenset(["bare", "decimal", "title"])
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
    # A blank keeps 附件2 separate from 1.1.
    packed = re.sub(r"\s", "", re.sub(r"(?<=\d)\s+(?=\d)", "的", words))
    # 一（一） is 一、（一）; the marks that other numbers are printed with are dropped.
    packed = re.sub(rf"^({_CN})(?=第?{_BRACKETED}|$)", r"\1、", packed)
    mark = rf"(《[^》]+》)|(?<=[\d)）])[.．、](?=$|[(（{CIRCLED}])"
    packed = re.sub(mark, lambda found: found[1] or "", packed)
    matches, at = [], 0
    while at < len(packed):
        match = _ALONE.match(packed, at)
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
        under = (clause for clause in clauses if clause.kind in ("dvs", "subdvs"))
        self._with_chapters = {_scope(clause.eid) for clause in under}

    def resolve(self, parts: Sequence[Part], here: Clause | None = None) -> Clause | None:
        """Return the clause, below ``here``; None where there is none or more than one fits."""
        for part in parts:
            here = self._below(here, part)
            if here is None:
                return None
        return here

    def mentioned(self, words: str, parts: Sequence[Part], inside: str = "") -> Clause | None:
        """Return the clause that the words of a text mean; those of clause ``inside``, if given.

        An annex speaks of its own clauses first. 第三条 is another text's where this one has no
        articles.
        """
        if _ARTICLE.match(words) and not self.has_articles:
            return None
        scope = self.by_eid.get(_scope(inside))
        return (self.resolve(parts, scope) if scope else None) or self.resolve(parts)

    def _below(self, here: Clause | None, part: Part) -> Clause | None:
        if part.kinds in (_DECIMAL, _TITLE):
            return self._deeper(here, lambda clause: _ends_with(clause.citation, part.number))
        above = here.eid if here else ""
        if part.kinds == _LIST and _scope(above) in self._with_chapters:
            # 一、 is not 第一部分 where it is below chapters.
            part = Part(("dvs",), part.number)
        names = _names(part)
        for name in names:
            exact = self.by_eid.get(f"{above}__{name}" if above else name)
            if exact and _may_be(exact, part):
                return exact
        return self._deeper(here, lambda each: _may_be(each, part) and _fits(each.eid, part, names))

    def _deeper(self, here: Clause | None, fits: Callable[[Clause], bool]) -> Clause | None:
        """Look below what the citation leaves out, such as 第一款 or a chapter."""
        level = self.children[here.eid if here else None]
        while level:
            if found := [clause for clause in level if fits(clause)]:
                return found[0] if len(found) == 1 else None
            level = [child for clause in level for child in self.children[clause.eid]]
        return None


def _scope(eid: str) -> str:
    """Return the annexes and further texts that an eId begins with; "" in the main text."""
    return "__".join(takewhile(lambda step: step[:4] in ("att_", "cmp_"), eid.split("__")))


def _may_be(clause: Clause, part: Part) -> bool:
    """Return False for 第一节 where （一） is meant: both are of kind sec."""
    return part.kinds != _BRACKET or not clause.citation.endswith("节")


def _ends_with(citation: str, words: str) -> bool:
    """Return whether a citation ends with 1.2 or 《…》; 3.1.2 does not end with 1.2."""
    before = citation.removesuffix(words)
    return before != citation and before[-1:] not in _IN_DECIMAL


def _names(part: Part) -> list[str]:
    """Return the ends of the eIds that a part may mean."""
    number = part.number
    names = [f"{kind}_{number}" if number else kind for kind in part.kinds]
    if "att" in part.kinds and "-" in number:
        # 附件1-3 is also how three of them are named together.
        names.append(f"att_{number.partition('-')[0]}")
    return [f"att_{number}__att_{number}" if name == f"beside_{number}" else name for name in names]


def _fits(eid: str, part: Part, names: list[str]) -> bool:
    if not part.number:
        return eid.rpartition("__")[2].partition("_")[0] in part.kinds
    return any(eid == name or eid.endswith(f"__{name}") for name in names)


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
            is_written = last.kinds in (_DECIMAL, _TITLE)
            again = match["again"] if is_written else f"_inst{match['instance']}"
            parts.append(Part(last.kinds, last.number + again))
            continue
        parts.append(_part(match))
    return tuple(parts) or None


def _part(match: re.Match[str]) -> Part:
    group = match.lastgroup or ""
    if group in ("unit", "sub"):
        return _of_unit(match)
    if group in ("named", "named_number"):
        number = match["named_number"]
        is_numeral = number and "-" not in number
        return Part(_NAMED[match["named"]], _value(number) if is_numeral else number or "")
    words = match[group]
    if group == "preamble":
        return Part(("preamble",), "")
    if group == "bracketed":
        words = words[1:-1].strip()
        kinds = ("indent", "subindent") if words.isdecimal() else _BRACKET
        return Part(kinds, _value(words))
    return Part(_KINDS[group], words if group in _AS_WRITTEN else _value(words))


def _of_unit(match: re.Match[str]) -> Part:
    number, unit = match["number"], match["unit"]
    kinds = _UNITS[unit]
    if unit == "条" and number[0] in "(（":
        kinds = _BRACKET
    if unit == "章" and number.isdecimal():
        kinds = ("level", "chp")
    sub = f"-{_value(match['sub'])}" if match["sub"] else ""
    return Part(kinds, _value(number.strip("()（） ")) + sub)


def _value(number: str) -> str:
    if number in CIRCLED:
        return str(CIRCLED.index(number) + 1)
    # 附录A is the first.
    if number.isascii() and number.isalpha():
        return str(ord(number) - ord("A") + 1)
    value = from_chinese(number)
    return "0" if value is None else str(value)

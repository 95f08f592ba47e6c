"""Citations of clauses in English: 第一部分（二）第1自然段 is Part 1 (2), para. 1.

A citation is turned step by step, as ``catalogue/citation.py`` writes it, so that whatever
holds one (a comment, an outcome, a link) can be named in English too.
"""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from catalogue.citation import CIRCLED
from catalogue.numerals import NUMERAL_CHARS, from_chinese
from interface.language import Translate, is_chinese
from interface.quoting import chinese

_NUMBER = rf"[{NUMERAL_CHARS}]+|\d+"
_UNITS = {
    "编": "Title", "分编": "Subtitle", "部分": "Part", "章": "Chapter", "节": "Section",
    "条": "Article", "款": "para.", "自然段": "para.", "项": "item", "目": "sub-item",
    "小目": "minor item", "个破折号项": "dash item", "圈": "circle", "行": "row",
}  # fmt: skip
_NAMED = {
    "附件": "Annex", "附表": "Annexed table", "附图": "Annexed figure", "附录": "Appendix",
    "专栏": "Box", "文本": "Text", "表": "Table", "小标题": "Subheading", "引文": "Quotation",
    "序言": "Preamble",
}  # fmt: skip
_STEP = re.compile(
    rf"第(?P<number>{_NUMBER})(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    rf"(?:之(?P<sub>{_NUMBER}))?"
    rf"|（同号之(?P<again>\d+)）"
    rf"|（(?P<bracketed>{_NUMBER})）"
    rf"|(?P<listed>[{NUMERAL_CHARS}]+)、"
    rf"|(?P<named>{'|'.join(_NAMED)})(?P<named_number>[\d-]*)"
    rf"|的?(?P<printed>\d+(?:\.\d+)+|\d+[)）]?|[{CIRCLED}])"
    rf"|(?P<title>《[^》]+》)"
)
# What a comma separates from what is before it: words, and 1.2 after Annex 1.
_APART = re.compile(r"[A-Za-z]|\d+\.")


@lru_cache(maxsize=10_000)
def english_citation(citation: str) -> str:
    """Return a citation in English; "" for words that are none."""
    words, at = "", 0
    while at < len(citation):
        step = _STEP.match(citation, at)
        if step is None:
            return ""
        said, at = _said(step), step.end()
        apart = ", " if _APART.match(said) else " "
        words += (apart if words else "") + said
    return words


def cited(translate: Translate, citation: str) -> Markup:
    """Return a citation as HTML: on a page in English by its English name first."""
    name = named(translate, citation)
    original = chinese(translate, citation)
    if name == citation:
        return original
    return escape(name) if translate(citation) == name else Markup("{} {}").format(name, original)


def named(translate: Translate, citation: str) -> str:
    """Return a citation for where nothing can be marked as Chinese: an ``aria-label``."""
    said = translate(citation)
    if is_chinese(translate) or said != citation:
        return said
    return english_citation(citation) or citation


def _said(step: re.Match[str]) -> str:
    if number := step["number"]:
        sub = f"-{_value(step['sub'])}" if step["sub"] else ""
        value = _value(number) + sub
        # A law's items are printed （一）, those of a policy's text 1.
        is_item = step["unit"] in ("项", "目") and not number.isdecimal()
        return f"{_UNITS[step['unit']]} " + (f"({value})" if is_item else value)
    if again := step["again"]:
        return f"(no. {again} of that number)"
    if step["bracketed"]:
        return f"({_value(step['bracketed'])})"
    if step["listed"]:
        return f"no. {_value(step['listed'])}"
    if step["named"]:
        return f"{_NAMED[step['named']]} {step['named_number']}".rstrip()
    return str(step["title"] or step["printed"].replace("）", ")"))


def _value(number: str) -> str:
    return str(from_chinese(number) or number)

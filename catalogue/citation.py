"""Citations of clauses in words.

Laws: 第十七条之一第二款第三项, where 第一款 is omitted if an article has only one; chapters are
omitted before an article, which is numbered through the whole text. Policy texts:
第三部分（三）第1项, a dash 第2个破折号项, an unnumbered paragraph 第2自然段 (the unnumbered
paragraphs after the numbered line are counted, not that line). Under chapters 一、 is cited as
printed: 第二章第一节一、（一）. A number such as 1.2.1 says those before it, and stands for them:
第1章, then 1.2, then 1.2.1. ``references`` reads them back.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.numerals import to_chinese

WHOLE_TEXT = "全文"
CIRCLED = "".join(
    map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)])
)
_DIVISIONS = {"part": "编", "subpart": "分编", "chp": "章", "sec": "节"}
_PARAGRAPH_OF_ARTICLE = "款"
# What is named as an annex is, and may go with one of the same number.
BESIDE_ANNEXES = ("附表", "附图", "附录")
_INNER = str.maketrans("《》", "〈〉")
# 附录A
_LETTERED = re.compile(r"(附[件录表图]) ?([A-Z])(?![A-Za-z])")
_AS_PRINTED = re.compile(r"(\d+(?:\.\d+)+)\.?|(\d+\))")


class Step(NamedTuple):
    """One clause on the path to the one that is cited.

    ``number`` is the number in its name (``17-1``, ``3_inst2``), ``printed`` the source's;
    ``only`` marks the only 款 of its article, ``title`` is that of a further text (kind cmp).
    """

    kind: str
    number: str
    printed: str = ""
    only: bool = False
    title: str = ""


def steps_of(eid: str) -> tuple[Step, ...]:
    """Return the steps that an eId names, without what the source prints."""
    steps = []
    for local in eid.split("__"):
        name, mark, instance = local.partition("_inst")
        kind, _, number = name.rpartition("_")
        steps.append(Step(kind or name, (number if kind else "") + mark + instance))
    return tuple(steps)


def cite(steps: Sequence[Step]) -> str:
    """Return the citation of the clause that the steps lead to, the outermost first."""
    words: list[str] = []
    above = ""
    for index, step in enumerate(steps):
        word, above = _word(step, above)
        if not (step.only and index < len(steps) - 1):
            if word[0].isdecimal():
                _stand_for(words, word)
            words.append(word)
    return "".join(words)


def _stand_for(words: list[str], word: str) -> None:
    """Drop what a number such as 1.2.1 says too, and keep digits apart: 附件1的1.2.1."""
    before = word.rpartition(".")[0]
    if words and words[-1] in (before, f"第{before}章"):
        words.pop()
    if words and words[-1][-1].isdecimal():
        words.append("的")


@lru_cache(maxsize=50_000)
def _word(step: Step, above: str) -> tuple[str, str]:
    """Return a step's words, and what it is to the step below: its kind, or its number 1.2."""
    number, _, instance = step.number.partition("_inst")
    again = f"（同号之{instance}）" if instance else ""
    if step.kind == "para" and above == "art":
        return f"第{_chinese(number)}款{again}", _PARAGRAPH_OF_ARTICLE
    if step.kind == "level":
        # 1.1 has the name 1-1 where there is no 1, and 1 where it is below 第一章.
        own = number.replace("-", ".")
        path = f"{above}.{own}" if above[:1].isdecimal() else _printed_path(step) or own
        return (path if "." in path else f"第{path}章") + again, path
    return _numbered(step, number, above) + again, step.kind


def _printed_path(step: Step) -> str:
    match = _AS_PRINTED.match(unicodedata.normalize("NFKC", step.printed))
    return (match and match[1]) or ""


def _numbered(step: Step, number: str, above: str) -> str:
    printed = step.printed
    if step.kind in _DIVISIONS and printed.startswith("第") and "部分" not in printed:
        return f"第{_chinese(number)}{_DIVISIONS[step.kind]}"
    if step.kind in ("indent", "subindent"):
        return _item(step, number, above)
    if step.kind == "cmp" and step.title:
        return f"《{''.join(step.title.split()).translate(_INNER)}》"
    return _plain(step.kind, number, above, printed)


def _item(step: Step, number: str, above: str) -> str:
    printed = unicodedata.normalize("NFKC", step.printed)
    if match := _AS_PRINTED.match(printed):
        return match[1] or f"{number}）"
    # A 目 of a law is printed 1., a policy's item （1）.
    is_law = step.kind == "indent" and printed and printed[0] != "("
    if is_law and above in (_PARAGRAPH_OF_ARTICLE, "point"):
        return f"第{number}目"
    return _plain(step.kind, number)


def _plain(kind: str, number: str, above: str = "", printed: str = "") -> str:
    if kind == "art":
        value, _, sub = number.partition("-")
        return f"第{_chinese(value)}条" + (f"之{_chinese(sub)}" if sub else "")
    if kind == "point" and above == _PARAGRAPH_OF_ARTICLE:
        return f"第{_chinese(number)}项"
    if kind == "subcl" and number.isdecimal() and 0 < int(number) <= len(CIRCLED):
        return CIRCLED[int(number) - 1]
    if kind == "att" and (lettered := _LETTERED.match(printed)):
        return "".join(lettered.groups())
    if kind == "att" and printed[:2] in BESIDE_ANNEXES:
        return f"{printed[:2]}{number}"
    return _PLAIN[kind].format(number=number, chinese=_chinese(number))


def _chinese(number: str) -> str:
    in_range = number.isdecimal() and 1 <= int(number) <= 9999
    return to_chinese(int(number)) if in_range else number


_PLAIN = {
    "part": "第{chinese}部分",
    "sec": "（{chinese}）",
    "chp": "第{chinese}章",
    "dvs": "{chinese}、",
    "subdvs": "（{chinese}）",
    "point": "第{number}项",
    "indent": "（{number}）",
    "subindent": "第{number}小目",
    "indent_nn": "第{number}个破折号项",
    "subcl": "第{number}圈",
    "para": "第{number}自然段",
    "crossheading": "小标题{number}",
    "preamble": "序言",
    "att": "附件{number}",
    "box": "专栏{number}",
    "cmp": "文本{number}",
    "table": "表{number}",
    "tr": "第{number}行",
    "qstr": "引文{number}",
}

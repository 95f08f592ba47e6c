"""Citations of clauses in words.

Laws: 第十七条之一第二款第三项, where 第一款 is omitted if an article has only one; chapters are
omitted before an article, which is numbered through the whole text. Policy texts:
第三部分（三）第1项, a dash 第2个破折号项, an unnumbered paragraph 第2自然段 (the unnumbered
paragraphs after the numbered line are counted, not that line). ``references`` reads them back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.numerals import to_chinese

WHOLE_TEXT = "全文"
_DIVISIONS = {"part": "编", "subpart": "分编", "chp": "章", "sec": "节"}


@dataclass(frozen=True, slots=True)
class Step:
    """One clause on the path to the one that is cited.

    ``number`` is the number in its name (``17-1``, ``3_inst2``), ``printed`` the source's;
    ``only`` marks the only 款 of its article.
    """

    kind: str
    number: str
    printed: str = ""
    only: bool = False


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
    words, above = "", ""
    for index, step in enumerate(steps):
        if not (step.only and index < len(steps) - 1):
            words += _word(step, above)
        above = step.kind
    return words


@lru_cache(maxsize=50_000)
def _word(step: Step, above: str) -> str:
    number, _, instance = step.number.partition("_inst")
    again = f"（同号之{instance}）" if instance else ""
    return _numbered(step, number, above) + again


def _numbered(step: Step, number: str, above: str) -> str:
    if step.kind in _DIVISIONS and step.printed.startswith("第"):
        return f"第{_chinese(number)}{_DIVISIONS[step.kind]}"
    if step.kind == "art":
        value, _, sub = number.partition("-")
        return f"第{_chinese(value)}条" + (f"之{_chinese(sub)}" if sub else "")
    if step.kind == "para" and above == "art":
        return f"第{_chinese(number)}款"
    if step.kind == "point" and above == "para":
        return f"第{_chinese(number)}项"
    # A 目 of a law is printed 1., a policy's item （1）.
    is_law = step.printed and step.printed[0] not in "(（"
    if step.kind == "indent" and above in ("para", "point") and is_law:
        return f"第{number}目"
    return _PLAIN[step.kind].format(number=number, chinese=_chinese(number))


def _chinese(number: str) -> str:
    in_range = number.isdecimal() and 1 <= int(number) <= 9999
    return to_chinese(int(number)) if in_range else number


_PLAIN = {
    "part": "第{chinese}部分",
    "sec": "（{chinese}）",
    "chp": "第{chinese}章",
    "point": "第{number}项",
    "indent": "（{number}）",
    "subindent": "第{number}小目",
    "indent_nn": "第{number}个破折号项",
    "para": "第{number}自然段",
    "crossheading": "小标题{number}",
    "preamble": "序言",
    "att": "附件{number}",
    "table": "表{number}",
    "tr": "第{number}行",
    "qstr": "引文{number}",
    "dvs": "{chinese}、",
    "subdvs": "（{chinese}）",
    "subcl": "第{number}小点",
    "level": "{number}",
    "box": "专栏{number}",
    "cmp": "另件{number}",
}

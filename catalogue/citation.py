"""Citations of clauses in words, worked out from the eId alone.

Policy texts: 第三部分（三）第1项, a dash 第2个破折号项, an unnumbered paragraph
第2自然段 (the unnumbered paragraphs after the numbered line are counted, not that line).
"""

from catalogue.numerals import to_chinese

WHOLE_TEXT = "全文"


def cite(eid: str) -> str:
    """Return the citation of a clause: ``part_3__sec_3__point_1`` is 第三部分（三）第1项."""
    return "".join(_step(local) for local in eid.split("__"))


def _step(local: str) -> str:
    name, _, instance = local.partition("_inst")
    kind, _, number = name.rpartition("_")
    again = f"（同号之{instance}）" if instance else ""
    return _WORDS[kind](int(number)) + again


_WORDS = {
    "part": lambda n: f"第{to_chinese(n)}部分",
    "sec": lambda n: f"（{to_chinese(n)}）",
    "point": lambda n: f"第{n}项",
    "indent": lambda n: f"（{n}）",
    "indent_nn": lambda n: f"第{n}个破折号项",
    "para": lambda n: f"第{n}自然段",
    "crossheading": lambda n: f"小标题{n}",
}

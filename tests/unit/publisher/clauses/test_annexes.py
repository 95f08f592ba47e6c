"""Where annexes begin, however they and their list are written."""

import itertools
from pathlib import Path

import pytest

from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

MARKS = [
    "附件1\n", "附件一\n", "附件 1\n", "附 件 1\n", "附件１\n", "附件1：\n", "附件1：", "附件1 ",
    "附件1. ", "附件1", "附件（1）\n", "附件(一)\n", "附1\n", "【附件1】\n", "## 附件1\n",
    "**附件1**\n", "附件\n", "附表1\n", "附录一\n", "附录A\n", "附件1—", "〔附件1〕\n",
    "附件之一：",
]  # fmt: skip
_SECOND = str.maketrans("1１一A", "2２二B")
LISTS = {
    "no list": "",
    "a list": "附件：1.花园名单\n2.认领办法\n",
    "a list below its head": "附件：\n1.花园名单\n2.认领办法\n",
    "a list below a bare head": "附件\n1.花园名单\n2.认领办法\n",
    "a list in one line": "附件：1.花园名单；2.认领办法\n",
    "a list that ends in a full stop": "附件：1.花园名单\n2.认领办法。\n",
    "a list in brackets": "附件：（1）花园名单\n（2）认领办法\n",
    "a list of other numbers": "附件：一、花园名单\n二、认领办法\n",
    "a list of signs": "附件：①花园名单\n②认领办法\n",
    "a list of links": "附件：[1.花园名单](a.docx)\n[2.认领办法](b.docx)\n",
    "a list without numbers": "附件：花园名单\n认领办法\n",
    "a list of words": "附件：花园名单、认领办法\n",
    "a list whose word is in the number": "附件1.花园名单\n2.认领办法\n",
    "a list with blanks": "附件:1. 花园名单\n     2. 认领办法\n",
}
SIGNED = (
    "某区城管局\n2031年3月4日\n（此件公开发布）\n抄送：各办。\n某区城管局办公室　2031年3月4日印发\n"
)


ABOVE = ("各区：\n一、学习。\n", "第一条 甲。\n第二条 乙。\n")


@pytest.mark.parametrize("mark", MARKS)
def test_two_annexes_are_two_annexes(mark: str) -> None:
    problems, found = Problems(), {}
    annexes = f"{mark}花园名单\n一、东门\n{mark.translate(_SECOND)}认领办法\n1.申请。\n2.签订。\n"
    for above, name in itertools.product(ABOVE, LISTS):
        text = f"# 通知\n{above}{LISTS[name]}{SIGNED}{annexes}"
        clauses = name_clauses("p", "v1", read_text(text, Path("v1.md"), problems)).clauses
        found[above, name] = [(each.eid, each.heading) for each in clauses if each.kind == "att"]
    meant = [("att_1", "花园名单"), ("att_2", "认领办法")]
    assert found == dict.fromkeys(itertools.product(ABOVE, LISTS), meant)
    assert list(problems) == []


@pytest.mark.parametrize(
    "line",
    [
        "附件1所列花园，由区管理",
        "附件2为认领办法",
        "附件的格式另行规定",
        "附件一式两份",
        "附件1和附件2另发。",
        "附则",
        "附 则",
        "附近居民可以认领",
        "附：联系人",
    ],
)
def test_a_line_that_speaks_of_an_annex_opens_none(line: str) -> None:
    found = name_clauses("p", "v1", read_text(f"一、甲\n{line}\n乙。", Path("v1.md"), Problems()))
    assert [each.eid for each in found.clauses] == ["part_1", "part_1__para_1", "part_1__para_2"]

"""Whatever forms of number a text has: the citation of each clause leads back to it."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from tests.conftest import examples

LINES = [
    "第一编 总论", "第一章 总则", "第二章 附则", "第一节 甲", "第一部分：乙", "第一条 丙。",
    "第二条 丁：", "第三条 戊。", "附件1", "附件2", "附件1-1 表", "附表1", "名单", "专栏1 己",
    "专栏2 庚", "1 总则", "1.1 范围", "1.2 原则", "1.3 其他", "1.2.1 辛。", "2 选址", "2.1 壬",
    "①子；", "②丑。", "1）寅；", "2）卯。", "一、辰", "二、巳", "（一）午", "（二）未", "1.申",
    "2.酉", "（1）戌", "线下：", "亥。", "某市人民政府", "2031年3月4日", "花园规定", "——甲。",
    "“第九条 乙。”", "附件：1.丙", "目录", "## 丁", "序言", "| 甲 | 乙 |",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(LINES), max_size=40).map("\n\n".join)


@given(TEXTS)
@settings(max_examples=examples(400))
def test_the_citation_of_every_clause_leads_back_to_it(text: str) -> None:
    clauses = name_clauses("a", "v1", read_text(text, Path("v1.md"), Problems())).clauses
    finder = Finder(clauses)
    for clause in clauses:
        parts = read_citation(clause.citation)
        assert parts, clause.citation
        assert finder.resolve(parts) is clause, f"{clause.eid} {clause.citation}"

"""Citations in English: each kind of clause, and all the clauses of the sites that tests build."""

import pytest

from catalogue.codec import load_clauses
from catalogue.english_citation import english_citation
from interface.language import CHINESE_WORDS, language
from interface.quoting import chinese, named
from tests.readers.vectors import vectors
from tests.worlds.policy_stages import lives_site
from tests.worlds.sites import samples, the_site

ENGLISH = language("en").translate


@pytest.mark.parametrize(
    ("citation", "english"),
    [*vectors("english_citations"), ("《甲市停车办法》专栏1", "《甲市停车办法》, Box 1")],
)
def test_a_citation_is_said_step_by_step(citation: str, english: str) -> None:
    assert english_citation(citation) == english


def test_every_clause_of_the_sites_has_an_english_name_of_its_own() -> None:
    sites = (the_site(), lives_site(), samples()[0])
    texts = [
        load_clauses(path.read_text("utf-8"))
        for site in sites
        for path in site.rglob("clauses.json")
    ]
    assert texts
    for text in texts:
        chinese = {clause.citation for clause in text.clauses}
        english = {english_citation(each) for each in chinese}
        assert "" not in english
        assert len(english) == len(chinese)


def test_on_an_english_page_the_chinese_name_is_beside_it() -> None:
    both = 'Part 1 (2) <span lang="zh-CN">第一部分（二）</span>'
    assert chinese(ENGLISH, "第一部分（二）") == both
    assert named(ENGLISH, "第一部分（二）") == "Part 1 (2)"
    assert named(ENGLISH, "全文") == ENGLISH("全文") != "全文"
    assert chinese(ENGLISH, "1.2") == "1.2"
    assert chinese(ENGLISH, "《甲办法》第三条") == '<span lang="zh-CN">《甲办法》第三条</span>'
    assert chinese(ENGLISH, "甲<乙") == '<span lang="zh-CN">甲&lt;乙</span>'
    assert chinese(CHINESE_WORDS, "第一部分（二）") == "第一部分（二）"

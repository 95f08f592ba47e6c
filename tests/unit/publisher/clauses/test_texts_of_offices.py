"""Small texts in the forms that offices bring, each with the names that its clauses get."""

from pathlib import Path

import pytest

from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

FOLDER = Path(__file__).resolve().parents[3] / "data" / "texts"
# Name of the file, eIds in order, cover lines but the title, what is told with its line.
EXPECTED = [
    (
        "annex-line",
        """
        para_1 para_2 part_1 part_2 att_1 att_1__part_1 att_1__part_1__para_1
        att_1__part_1__sec_1 att_1__part_1__sec_2 att_1__part_2 att_1__part_2__para_1
        """,
        "11:closing 13:closing",
        "",
    ),
    (
        "two-annexes-and-their-list",
        """
        para_1 att_1 att_1__point_1 att_1__point_2 att_2 att_2__part_1 att_2__part_2
        """,
        "5:annex_list 7:annex_list 9:closing 11:closing",
        "",
    ),
    (
        "chapters-without-articles",
        """
        chp_1 chp_1__para_1 chp_1__sec_1 chp_1__sec_1__para_1 chp_1__sec_2 chp_1__sec_2__para_1
        chp_2 chp_2__sec_1 chp_2__sec_1__dvs_1 chp_2__sec_1__dvs_1__subdvs_1
        chp_2__sec_1__dvs_1__subdvs_2 chp_2__sec_2 chp_2__sec_2__box_1
        chp_2__sec_2__box_1__point_1 chp_2__sec_2__box_1__point_2
        """,
        "",
        "",
    ),
    (
        "di-x-bufen",
        """
        part_1 part_1__dvs_1 part_1__dvs_1__para_1 part_1__dvs_2 part_1__dvs_2__para_1 part_2
        part_2__dvs_1 part_2__dvs_1__para_1 part_2__dvs_2 part_2__dvs_2__para_1
        """,
        "",
        "",
    ),
    (
        "numbers-that-run-on",
        """
        part_1 part_1__sec_1 part_1__sec_2 part_2 part_2__sec_3 part_2__sec_4 part_3
        part_3__sec_5
        """,
        "",
        "",
    ),
    (
        "circled",
        """
        part_1 part_1__sec_1 part_1__sec_1__point_1 part_1__sec_1__point_1__subcl_1
        part_1__sec_1__point_1__subcl_2 part_1__sec_1__point_2
        """,
        "",
        "",
    ),
    (
        "second-list",
        """
        part_1 part_1__para_1 part_1__point_1 part_1__point_2 part_1__para_2
        part_1__para_2__point_1 part_1__para_2__point_2
        """,
        "",
        "",
    ),
    (
        "subtitle",
        """
        para_1 part_1 part_1__indent_nn_1 part_1__indent_nn_2
        """,
        "3:subtitle",
        "",
    ),
    (
        "items-paragraph-items",
        """
        art_1 art_1__para_1 art_1__para_1__point_1 art_1__para_1__point_1__para_1
        art_1__para_1__point_1__indent_1 art_1__para_1__point_1__indent_2 art_1__para_1__point_2
        art_1__para_1__point_2__para_1 art_1__para_1__point_2__indent_1
        art_1__para_1__point_2__indent_2 art_2 art_2__para_1
        """,
        "",
        "",
    ),
    (
        "second-text",
        """
        part_1 part_2 cmp_1 cmp_1__part_1 cmp_1__part_1__sec_1 cmp_1__part_2
        cmp_1__part_2__sec_1 cmp_2 cmp_2__part_1 cmp_2__part_1__sec_1 cmp_2__part_2
        cmp_2__part_2__sec_1
        """,
        "7:closing 9:closing",
        "11:C006 21:C006",
    ),
    (
        "contents",
        """
        part_1 part_1__para_1 part_2 part_2__para_1 part_2__sec_1 part_2__sec_1__para_1
        """,
        "3:contents 5:contents 7:contents 9:contents",
        "",
    ),
    (
        "decimal",
        """
        level_1 level_1__level_1 level_1__level_1__para_1 level_1__level_2
        level_1__level_2__level_1 level_1__level_2__level_2 level_2 level_2__level_1
        """,
        "",
        "",
    ),
    (
        "signature-inside",
        """
        para_1 para_2 part_1 part_2 att_1 att_1__part_1 att_1__part_1__para_1
        att_1__part_1__sec_1 att_1__part_1__sec_2 att_1__part_2 att_1__part_2__para_1
        """,
        "11:closing 13:closing",
        "",
    ),
    (
        "articles-begin-later",
        """
        para_1 para_2 art_3 art_3__para_1 art_3__para_2 art_4 art_4__para_1 art_5 art_5__para_1
        """,
        "",
        "7:C002",
    ),
    (
        "new-articles-follow",
        """
        art_21 art_21__para_1 art_21__para_1__qstr_1 art_21__para_1__qstr_1__qstr_1
        art_21__para_1__qstr_1__qstr_2 art_22 art_22__para_1
        """,
        "",
        "3:C002",
    ),
    (
        "annex-after-a-colon",
        """
        art_36 art_36__para_1 art_37 art_37__para_1 att_1 att_1__table_1 att_1__table_1__tr_1
        att_1__table_1__tr_2 att_2
        """,
        "",
        "3:C002",
    ),
    (
        "annexes-in-a-policy-text",
        """
        part_1 part_1__para_1 part_2 part_2__para_1 att_1 att_1__part_1 att_1__part_2 att_2
        att_2__part_1
        """,
        "11:annex_list 13:annex_list 15:closing 17:closing",
        "",
    ),
    (
        "chapters-over-parts",
        """
        chp_1 chp_1__dvs_1 chp_1__dvs_2 chp_2 chp_2__dvs_3
        """,
        "",
        "",
    ),
    (
        "running-count",
        """
        part_1 part_1__sec_1 part_1__sec_2 part_2 part_2__sec_3 part_2__sec_4
        """,
        "",
        "",
    ),
    (
        "decimals",
        """
        level_1 level_1__level_1 level_1__level_1__para_1 level_1__level_2
        level_1__level_2__indent_1 level_1__level_2__indent_2 level_2 level_2__level_1
        level_2__level_1__indent_1
        """,
        "",
        "",
    ),
]


@pytest.mark.parametrize(
    ("name", "eids", "cover", "told"), EXPECTED, ids=[each[0] for each in EXPECTED]
)
def test_a_text_is_read_in_its_form(name: str, eids: str, cover: str, told: str) -> None:
    problems = Problems()
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    found = name_clauses("p", "v1", read_text(text, Path("v1.md"), problems))
    assert [clause.eid for clause in found.clauses] == eids.split()
    lines = [line for line in found.cover if line.role not in ("title", "rule")]
    assert [f"{line.line}:{line.role}" for line in lines] == cover.split()
    assert [f"{problem.line}:{problem.code}" for problem in problems] == told.split()
    finder = Finder(found.clauses)
    for clause in found.clauses:
        parts = read_citation(clause.citation)
        assert parts
        assert finder.resolve(parts) is clause

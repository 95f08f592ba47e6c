"""The ids that release 0.1.0 gave clauses are given to the same text again."""

from itertools import groupby
from pathlib import Path

import pytest

from publisher.clauses.reader_one import first_names

LOCKS = Path(__file__).parents[3] / "data/releases/0.1.0/locks"
KEPT = sorted(path.stem for path in LOCKS.iterdir())


@pytest.mark.parametrize("policy", KEPT)
def test_a_text_has_the_ids_that_the_release_gave_it(policy: str) -> None:
    kept = [line.split() for line in (LOCKS / policy / "names.txt").read_text("utf-8").splitlines()]
    for version in sorted({row[0] for row in kept}):
        text = (LOCKS / policy / f"{version}.md").read_text("utf-8")
        assert first_names(text) == [(int(row[1]), row[2]) for row in kept if row[0] == version]


def test_a_repeated_list_of_contents_is_none_of_the_clauses() -> None:
    text = "# 甲\n第一章 总则\n第二章 附则\n第一章 总则\n第一条　一。\n第二章 附则\n第二条　二。\n"
    eids = [eid for _, eid in first_names(text)]
    assert eids == ["chp_1", "art_1", "art_1__para_1", "chp_2", "art_2", "art_2__para_1"]


def test_an_annex_numbers_its_articles_and_tables_again() -> None:
    text = "# 甲\n第一条　一。\n第二条　二。\n附件1　表\n第一条　甲。\n| a |\n| b |\n附件\n说明。\n"
    assert [eid for _, eid in first_names(text)][4:] == [
        "att_1", "att_1__art_1", "att_1__art_1__para_1", "att_1__table_1",
        "att_1__table_1__tr_1", "att_1__table_1__tr_2", "att_1_inst2", "att_1_inst2__para_1",
    ]  # fmt: skip


def test_a_text_of_nothing_but_a_date_has_no_clauses() -> None:
    assert first_names("2031年3月4日\n") == []


# What the readers of today would read otherwise, with what release 0.1.0 made of it.
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("第一条　甲。\n第二条　乙。\n## 小题\n（一）甲。\n## 小题\n（一）乙。\n",
         ("1 art_1 art_1__para_1 2 art_2 art_2__para_1 3 crossheading_1 4 sec_1"
         " 5 sec_1__crossheading_1 6 sec_1_inst2")),
        ("第一条　甲。\n## ①甲\n第二条　乙。\n",
         "1 art_1 art_1__para_1 2 crossheading_1 3 art_2 art_2__para_1"),
        ("# 甲\n一、总则\n二、附则\n一、总则\n第一条　一。\n二、附则\n第二条　二。\n",
         "4 part_1 5 art_1 art_1__para_1 6 part_2 7 art_2 art_2__para_1"),
        ("第一条【甲】\n| 甲 |\n第二条　乙。\n",
         "1 art_1 2 art_1__para_1 table_1 table_1__tr_1 3 art_2 art_2__para_1"),
    ],
)  # fmt: skip
def test_rules_of_then_that_are_not_those_of_now_still_hold(text: str, names: str) -> None:
    lines = groupby(first_names(text), key=lambda named: named[0])
    assert " ".join(f"{line} {' '.join(eid for _, eid in on_it)}" for line, on_it in lines) == names

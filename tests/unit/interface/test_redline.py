import pytest

from interface.redline import Piece, redline, redline_html, renumbered
from tests.readers.vectors import vectors


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "deleted": "[-{}]", "inserted": "[+{}]"}
    return "".join(marks[piece.change].format(piece.text) for piece in redline(old, new))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("应当设立", "可以设立", "[-应当][+可以]设立"),
        ("奖励100万元", "奖励120万元", "奖励[-100][+120]万元"),
        ("不超过5%。", "不超过15.5%。", "不超过[-5%][+15.5%]。"),
        ("支持企业", "支持企业", "支持企业"),
        ("", "新增", "[+新增]"),
        ("删去", "", "[-删去]"),
        ("", "", ""),
        ("县级以上政府", "市级以上政府", "[-县][+市]级以上政府"),
    ],
)
def test_changes_are_marked_where_a_reader_looks_for_them(old: str, new: str, marked: str) -> None:
    assert told(old, new) == marked


@pytest.mark.parametrize(("old", "new", "pieces"), vectors("redlines"))
def test_the_pieces_are_those_that_the_dialog_shows(
    old: str, new: str, pieces: list[list[str]]
) -> None:
    assert [[piece.change, piece.text] for piece in redline(old, new)] == pieces


def test_a_letter_that_stayed_by_chance_is_no_island() -> None:
    marked = told("由市经信局负责落实", "由县发改局牵头落实")
    assert marked == "由[-市经信局负责][+县发改局牵头]落实"


def test_a_number_changes_as_a_whole() -> None:
    assert renumbered("第四条", "第五条") == (
        Piece("deleted", "第四条"),
        Piece("inserted", "第五条"),
    )
    assert renumbered("第四条", "第四条") == (Piece("same", "第四条"),)


def test_a_redline_in_html_says_by_word_and_element_what_went_and_what_came() -> None:
    html = redline_html(redline("不超过5%<b>", "不超过8%<b>"))
    hidden = '<span class="yl-visually-hidden">{}</span>'
    assert html == (
        f"不超过<del>{hidden.format('（删去：')}5%{hidden.format('）')}</del>"
        f"<ins>{hidden.format('（新增：')}8%{hidden.format('）')}</ins>&lt;b&gt;"
    )
    assert redline_html(()) == ""


def test_braces_and_markup_of_a_typed_wording_stay_what_was_typed() -> None:
    html = redline_html(redline("", "{0}<script>&"))
    assert "{0}&lt;script&gt;&amp;" in html

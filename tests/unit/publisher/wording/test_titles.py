import pytest

from publisher.wording.titles import title_html

KEPT = '<span class="yl-nowrap">{}</span>'


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("若干政策意见", "政策意见"),
        ("供水管理办法（试行）", "（试行）"),
        ("发展规划(2018-2020)", "(2018-2020)"),
        ("清单2023年版", "2023年版"),
    ],
)
def test_the_word_for_the_kind_of_a_text_is_in_one_piece(title: str, kept: str) -> None:
    assert KEPT.format(kept) in title_html(title)


def test_long_brackets_may_break() -> None:
    assert "yl-nowrap" not in title_html("（十堰市茅箭区人民代表大会常务委员会）")


def test_a_title_loses_no_character_and_holds_no_markup_of_its_own() -> None:
    assert title_html("<b>意见</b>&") == f"&lt;b&gt;{KEPT.format('意见')}&lt;/b&gt;&amp;"

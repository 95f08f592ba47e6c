import pytest

from catalogue.aliases import annex_of, short_names


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["art_3__para_1__point_1"], {"art_3__point_1": "art_3__para_1__point_1"}),
        (["v1.art_3__para_2__point_1"], {"v1.art_3__point_1": "v1.art_3__para_2__point_1"}),
        (["art_7-1__para_1__point_1"], {"art_7-1__point_1": "art_7-1__para_1__point_1"}),
        (["att_1__art_5__para_1__point_2"],
         {"att_1__art_5__point_2": "att_1__art_5__para_1__point_2"}),
        (["art_3__para_1__point_1", "art_3__para_2__point_1"], {}),
        (["art_3__para_1__point_1", "art_3__point_1"], {}),
        (["art_3__para_1", "part_1__para_1__point_1", "part_1__sec_2"], {}),
        ([], {}),
    ],
    ids=["item", "wId", "之一", "annex", "two paragraphs", "taken", "none", "empty"],
)  # fmt: skip
def test_an_item_is_named_without_its_paragraph_where_that_is_clear(
    names: list[str], found: dict[str, str]
) -> None:
    assert short_names(names) == found


@pytest.mark.parametrize(
    ("notice", "annex"),
    [
        (["各社区：", "附件", "花园管理办法"], "att_1"),
        (["见附件2。", "附件二"], "att_2"),
        (["附件：2", "附件 3：花园管理办法"], "att_3"),
        (["各社区："], ""),
        ([], ""),
    ],
)
def test_an_article_of_a_text_that_a_notice_carries_is_found_below_the_annex_too(
    notice: list[str], annex: str
) -> None:
    assert annex_of(notice) == annex
    names = ["v1.art_3", "v1.art_3__para_1", "v1.att_2__art_3"]
    found = {f"v1.{annex}__art_3": "v1.art_3"} if annex and annex != "att_2" else {}
    assert short_names(names, annex) == found

import pytest

from catalogue.aliases import short_names


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

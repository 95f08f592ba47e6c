"""条序顺延 and 移动: what follows in the count, and what changed its neighbours."""

import pytest

from publisher.versions.change_map import carried_wids, change_map
from publisher.versions.comparison import compare, count_changes
from publisher.versions.matching import Matching
from tests.worlds.drafts import matched

SAID = [
    "企业应当依法登记住所。",
    "停车场应当公示收费标准。",
    "夜间停车实行优惠价格。",
    "残疾人专用车位不得占用。",
    "充电设施由产权人维护。",
]
NEW = "为了规范停车管理，根据有关法律制定本办法。"
NUMBERS = "一二三四五六七八九"


def law(said: list[str]) -> str:
    return "# 停车办法\n" + "\n".join(f"第{n}条　{s}" for n, s in zip(NUMBERS, said, strict=False))


def fates(found: Matching) -> dict[str, str]:
    changes = change_map(found, carried_wids(found, "v2"))
    return {each.to_eid: each.change for each in changes if each.to_eid and "__" not in each.to_eid}


def test_articles_after_a_new_one_are_renumbered_and_none_moved() -> None:
    found = matched(law(SAID[:4]), law([NEW, *SAID[:4]]))
    assert list(fates(found).values()) == ["new", *["renumbered"] * 4]
    assert count_changes(compare(found)) == {"renumbered": 4, "new": 1}


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ([4, 0, 1, 2, 3], {4}),
        ([1, 2, 3, 4, 0], {0}),
        ([0, 2, 1, 3, 4], {1, 2}),
        ([1, 0, 2, 4, 3], {0, 1, 3, 4}),
    ],
    ids=["the last to the front", "the first to the end", "two swapped", "two pairs swapped"],
)
def test_only_what_changed_its_neighbours_moved(order: list[int], moved: set[int]) -> None:
    found = fates(matched(law(SAID), law([SAID[at] for at in order])))
    for place, at in enumerate(order):
        if place != at:
            expected = "moved" if at in moved else "renumbered"
            assert found[f"art_{place + 1}"] == expected


def test_articles_keep_their_count_whatever_chapter_is_put_above_them() -> None:
    new = law([NEW, *SAID]).replace("第三条", "第一章　车位\n第三条")
    assert list(fates(matched(law(SAID), new)).values()).count("moved") == 0


def test_an_item_that_came_from_another_clause_moved() -> None:
    public, night = "停车场应当公示收费标准。", "夜间停车实行优惠价格。"
    old = f"# 停车办法\n一、车位\n（一）{public}\n二、收费\n（一）{night}\n"
    new = f"# 停车办法\n一、车位\n二、收费\n（一）{public}\n（二）{night}\n"
    found = matched(old, new)
    changes = {e.to_eid: e.change for e in change_map(found, carried_wids(found, "v2"))}
    assert changes["part_2__sec_1"] == "moved"
    assert changes["part_2__sec_2"] == "renumbered"


def test_a_level_that_is_put_above_clauses_moves_none_of_them() -> None:
    said = [f"（{n}）{words}" for n, words in zip(NUMBERS, SAID, strict=False)]
    old = "# 停车办法\n一、车位\n" + "\n".join(said)
    items = "\n".join(f"{at}.{words}" for at, words in enumerate(SAID, 1))
    new = f"# 停车办法\n一、车位\n（一）建设与管理\n{items}"
    found = matched(old, new)
    changes = {e.to_eid: e.change for e in change_map(found, carried_wids(found, "v2"))}
    below = [change for eid, change in changes.items() if eid and "point" in eid]
    assert below == ["renumbered"] * len(SAID)

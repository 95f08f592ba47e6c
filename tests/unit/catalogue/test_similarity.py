"""Which texts say alike."""

import random
from collections import defaultdict
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from catalogue.similarity import ALIKE, SimilarGroups, likeness

ALMOST = [
    "路内停车15分钟免费太短，建议延长到30分钟。",
    "路内停车15分钟免费太短了，建议延长到30分钟！",
    "夜间货车没有地方停，建议开放公共泊位。",
    "路内停车 15 分钟免费太短，建议延长到３０分钟",
    "夜间货车没有地方停，建议开放公共的泊位",
]


def similar_groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the indexes of the texts by their groups."""
    found: dict[int, list[int]] = defaultdict(list)
    groups = SimilarGroups()
    for index, text in enumerate(texts):
        found[groups.group_of(text)].append(index)
    return list(found.values())


def test_what_says_alike_is_one_group_whatever_stands_between_the_words() -> None:
    assert similar_groups(ALMOST) == [[0, 1, 3], [2, 4]]


def test_one_word_alone_is_alike_to_itself_only() -> None:
    assert similar_groups(["同意", "同意。", "不同意", "好", "好"]) == [[0, 1], [2], [3, 4]]


def test_blank_texts_are_no_group() -> None:
    assert similar_groups(["", " ", "。"]) == [[0], [1], [2]]


@given(st.lists(st.text("停车免费时间30", max_size=12), max_size=12))
def test_every_text_is_in_one_group_and_alike_to_its_first(texts: list[str]) -> None:
    groups = similar_groups(texts)
    assert sorted(index for group in groups for index in group) == list(range(len(texts)))
    for group in groups:
        assert all(likeness(texts[group[0]], texts[other]) >= ALIKE for other in group)


@given(st.lists(st.text("停车免费时间30", min_size=1, max_size=12), max_size=12))
def test_the_same_words_again_are_in_the_same_group(texts: list[str]) -> None:
    groups = similar_groups([*texts, *texts])
    for group in groups:
        assert {index % len(texts) for index in group} == {i for i in group if i < len(texts)}


def test_many_texts_are_grouped_in_one_go() -> None:
    chance = random.Random(9)
    kinds = "停车泊位收费公示夜间货车无障碍比例周转居民企业"
    words = ["".join(chance.choices(kinds, k=40)) for _ in range(300)]
    texts = [word + "。" * (at % 3) for at in range(3) for word in words]
    assert sorted(map(len, similar_groups(texts))) == [3] * 300

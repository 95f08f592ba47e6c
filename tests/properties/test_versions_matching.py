"""What holds of any two versions."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from interface.redline import redline
from publisher.versions.change_map import carried_wids, change_map
from publisher.versions.comparison import compare
from publisher.versions.matching import match
from tests.conftest import examples
from tests.worlds.drafts import clauses

WORDS = st.sampled_from(
    ["支持企业", "设立资金", "，", "优先用地", "本市", "不予支持的", "應當", "5000万元", "。"]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=12).map("".join)
NUMBER = st.sampled_from(
    ["第一条 ", "第二条 ", "第三条 ", "一、", "（一）", "（二）", "1.", "——", ""]
)
TEXT = st.lists(st.builds("{}{}".format, NUMBER, SENTENCE), max_size=12).map("\n".join)
ANY = st.text(st.characters(codec="utf-8"), max_size=200)


@given(ANY, ANY)
def test_a_redline_applied_to_the_old_text_gives_the_new(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(each.text for each in pieces if each.change != "inserted") == old
    assert "".join(each.text for each in pieces if each.change != "deleted") == new


@given(TEXT, TEXT)
@settings(max_examples=examples(200))
def test_every_clause_of_both_versions_has_exactly_one_fate(one: str, other: str) -> None:
    old, new = clauses(one, "v1"), clauses(other, "v2")
    found = match(old, new)
    wids = carried_wids(found, "v2")
    fates = change_map(found, wids)
    assert len(set(wids.values())) == len(new)
    sure = [fate for fate in fates if fate.change in {"unchanged", "renumbered", "moved", "edited"}]
    for side in ([fate.to_eid for fate in sure], [fate.from_eid for fate in sure]):
        assert len(set(side)) == len(side)
    assert {fate.to_eid for fate in fates} >= {clause.eid for clause in new}
    assert {fate.from_eid for fate in fates} >= {clause.eid for clause in old}


@given(TEXT, TEXT)
@settings(max_examples=examples(200))
def test_nothing_is_carried_silently_that_is_not_alike(one: str, other: str) -> None:
    found = match(clauses(one, "v1"), clauses(other, "v2"))
    assert all(pair.similarity >= 0.6 for pair in found.pairs.values() if pair.sure)


@given(TEXT)
def test_a_text_is_carried_whole_into_itself(text: str) -> None:
    found = match(clauses(text, "v1"), clauses(text, "v2"))
    assert {fate.change for fate in change_map(found, carried_wids(found, "v2"))} <= {"unchanged"}


@given(TEXT, TEXT)
@settings(max_examples=examples(200))
def test_a_comparison_shows_every_line_of_both_versions_once(one: str, other: str) -> None:
    old, new = clauses(one, "v1"), clauses(other, "v2")
    lines = [line for row in compare(match(old, new)) for line in row.lines]
    assert Counter(line.new.eid for line in lines if line.new) == Counter(c.eid for c in new)
    assert {line.old.eid for line in lines if line.old} == {clause.eid for clause in old}

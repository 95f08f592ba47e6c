import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from catalogue.text import _fold_whole, clause_digest, fold, fold_name
from tests.readers.slow_fold import slow_fold

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
# What meets when something between is dropped: accents, jamo, spaces, Traditional forms.
AWKWARD = st.text(
    st.sampled_from("e\u0301\u0345\u200b\u1100\u1161 　，國国後后ＡaＩİß①Σσς\u0338=％")
)
NUMBERS = st.text(st.sampled_from("0159.,，:：/％%‰-＋+ aé国\u200b①⒈½，。"), max_size=10)
LINES = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1)


@given(TEXT | AWKWARD)
def test_the_fold_of_a_name_that_is_folded_is_itself(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


@given(TEXT | AWKWARD)
def test_nothing_blank_or_invisible_is_left_by_the_fold(text: str) -> None:
    for folded, kept in ((fold(text), ".:/,-%‰"), (fold_name(text), "")):
        left = folded.translate(dict.fromkeys(map(ord, kept)))
        assert not {unicodedata.category(char) for char in left} & {"Cc", "Cf", "Zs", "Zl", "Po"}


@given(NUMBERS | TEXT | AWKWARD)
def test_the_quick_fold_is_the_rule(text: str) -> None:
    assert fold(text) == slow_fold(text)


@given(st.text("一二三國家发展，。 　"), st.text("一二三國家发展，。 　"))
def test_what_stands_in_a_chinese_text_stands_in_its_fold(phrase: str, around: str) -> None:
    assert fold(phrase) in fold(around + phrase + around)


@given(LINES)
def test_a_digest_has_one_form(lines: list[tuple[str, str, str]]) -> None:
    digest = clause_digest(lines)
    assert digest.startswith("sha256:")
    assert len(bytes.fromhex(digest[7:])) == 32


@given(LINES)
def test_a_digest_holds_whatever_the_normal_form(lines: list[tuple[str, str, str]]) -> None:
    def decomposed(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    apart = [(decomposed(a), decomposed(b), decomposed(c)) for a, b, c in lines]
    assert clause_digest(apart) == clause_digest(lines)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_text_folds_character_by_character_as_it_does_whole(text: str) -> None:
    assert fold_name(text) == _fold_whole(text)


@given(
    st.text(
        st.sampled_from("aΣσς e\u0301\u00b4\u00a8 \u3099\u309bかカｶﾞ가ᄀ\u1161ㅏ\uffff国國①"),
        max_size=8,
    )
)
def test_accents_and_parts_of_syllables_join_what_is_before_them(text: str) -> None:
    assert fold_name(text) == _fold_whole(text)

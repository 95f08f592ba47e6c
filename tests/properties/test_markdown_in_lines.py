"""Whatever stands in a line: no word is lost, and nothing but our own elements comes out."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.clauses.markdown.inline import Span, TextMarks, plain_words, spans, words
from publisher.clauses.markdown.targets import is_address
from publisher.markup.inline_html import InlineHtml, LinkedWords
from tests.conftest import examples
from tests.readers.html_tree import Element, parse

PIECES = [
    *("**", "*", "_", "__", "***", "`", "``", "[", "]", "(", ")", "![", "](", "\\", "<", ">", "&"),
    *('"', "'", "[^1]", "[^x]", "发展", "创新", "，", "。", "“", "”", "（", "）", " ", "a", "3"),
    *("b_c", "5*3*2", "https://x.cn/a_b", "javascript:alert(1)", "data:text/html,x", "(x.html)"),
    *("(flow.png)", "#part_1", "<script>", "</div>", "onerror=x", '" onerror="x', "&lt;", "&#106;"),
    *("![图](flow.png)", "\t", "[说明](https://x.cn '题')", "|", "~~", "klzzwxh:0000", "\u0301"),
    *("🙂", "{}", "<a@b.cn>", "%"),
]
LINES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
# What may be a mark, and what a link's title is imported into one line with.
MARKS = set("*_`[]()!\\<>^\"' \t\u3000") | {chr(point) for point in range(0x80, 0xA1)}
NOTES = {"1": "注 **一**"}
ALLOWED = {
    "strong": set(), "em": set(), "code": set(), "sup": {"class", "id"},
    "a": {"href", "title", "class"}, "img": {"class", "src", "alt", "title", "loading"},
}  # fmt: skip


def inline() -> InlineHtml:
    return InlineHtml(TextMarks(NOTES), "../", "a", frozenset(["flow.png"]))


def html_of(text: str) -> Element:
    return parse(f"<p>{inline().line(text)}</p>").one("p")


def kept(found: tuple[Span, ...]) -> str:
    return "".join(f"{span.text}{span.href}{span.title}{span.picture}{span.note}" for span in found)


@given(LINES | ANY)
@settings(max_examples=examples(100))
def test_no_character_of_a_line_is_lost(text: str) -> None:
    given_ = Counter(char for char in text if char not in MARKS and not char.isspace())
    assert not given_ - Counter(kept(spans(text, frozenset(NOTES))))


@given(LINES | ANY)
@settings(max_examples=examples(100))
def test_only_our_own_elements_come_out(text: str) -> None:
    for element in list(html_of(text).walk())[1:]:
        assert element.attributes.keys() <= ALLOWED[element.tag]
        href = element.attributes.get("href", "#a").removeprefix("../a/")
        assert is_address(href)
        assert element.attributes.get("src", "../a/files/flow.png") == "../a/files/flow.png"


@given(LINES | ANY)
@settings(max_examples=examples(60))
def test_the_page_shows_the_words_and_nothing_else(text: str) -> None:
    found = spans(text, frozenset(NOTES))
    shown = [replace(each, text="") if each.picture else each for each in found]
    assert html_of(text).text(without="yl-noteref") == words(shown)


@given(LINES)
@settings(max_examples=examples(60))
def test_a_reference_inside_marked_words_takes_nothing_away(text: str) -> None:
    found = spans(text, frozenset(NOTES))
    said = words(found)
    links = [LinkedWords(1, len(said) // 2, "#x"), LinkedWords(len(said) // 2 + 1, len(said), "#y")]
    html = parse(f"<p>{inline().spans(found, links)}</p>").one("p")
    shown = [replace(each, text="") if each.picture else each for each in found]
    assert html.text(without="yl-noteref") == words(shown)
    assert not [inner for link in html.all("a") for inner in link.all("a")[1:]]


@given(LINES)
@settings(max_examples=examples(50))
def test_a_line_without_marks_reads_as_it_stands(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in "*_`[]()!\\<>^#&" else char for char in text)
    assert plain_words(escaped) == text

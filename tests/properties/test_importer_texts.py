"""Whatever is in a file: no character is lost but what the repairs list."""

import re
import tempfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from publisher.clauses.markdown.inline import plain_words
from publisher.importers.compose_draft import ComposedDraft, ImportRequest, compose_draft
from publisher.problems import Problems
from tests.conftest import examples
from tests.worlds.word_files import docx, paragraph, run

PIECES = [
    "一、", "（一）", "1.", "(1)", "——", "第一条", "总体要求", "工作方案", "关于征求意见的公告",
    "甲", "。", "；", "：", "索引号", "文号：", "K1", "2018年7月12日", "市经信局", "附件1",
    "《工作方案》", "# ", "## ", "|", "| 甲 |", "*", "<b>", "&amp;", " ", "\u3000", "\t",
    "临政发〔2026〕9号", "临江市人民政府文件", "临江市人民政府令", "第5号",
    "附件2", "起草说明", "抄送：", "印发",
    "强(qiang)", "强(qiánghuà)", "\u200b", "①", "5*3*2", "---", "（征求意见稿）",
]  # fmt: skip
LINES = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
DRAFTS = st.lists(LINES, max_size=15)
ANY = st.lists(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u00ad"), max_size=20
    ),
    max_size=6,
)
INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
MARKS = re.compile(r"^#{1,6} ", re.MULTILINE)
SHARP = re.compile(rf"^(?:{INVISIBLE.pattern})?#", re.MULTILINE)
HEADED = re.compile(r"索引号|文号")


def import_one(name: str, raw: bytes) -> tuple[ComposedDraft | None, dict[str, str], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(raw)
        problems = Problems()
        result = compose_draft(ImportRequest(file), problems)
        return result, result.files if result else {}, [problem.code for problem in problems]


def visible(text: str) -> str:
    return INVISIBLE.sub("", text)


def written(texts: dict[str, str]) -> str:
    """Return what came out in the order of the source, less the marks that were put in."""
    lines = MARKS.sub("", texts.get("notice.md", "") + "\n" + texts["v1.md"]).split("\n")
    return visible("".join(map(plain_words, lines)))


def holds(lines: list[str], name: str, raw: bytes) -> None:
    source = "\n".join(lines)
    # Tables and headers come out in another form; they have tests of their own.
    if "|" in source or HEADED.search(source) or SHARP.search(source) or "(q" in source:
        return
    result, texts, codes = import_one(name, raw)
    if result is None:
        assert codes == ["I009"]
        assert visible(source) == ""
    elif not any(result.repairs.entries[part] for part in ("repairs", "left_out", "moved")):
        assert written(texts) == visible(source)


@given(DRAFTS | ANY)
@example(["工作方案", "", "一、甲"])
@settings(max_examples=examples(200), deadline=None)
def test_plain_text_loses_nothing(lines: list[str]) -> None:
    holds(lines, "a.txt", "\n".join(lines).encode())


@given(DRAFTS | ANY)
@settings(max_examples=examples(150), deadline=None)
def test_a_word_file_loses_nothing(lines: list[str]) -> None:
    source = ["".join(char for char in line if not _beyond_xml(char)) for line in lines]
    body = "".join(paragraph(run(escape(line))) for line in source)
    holds(source, "a.docx", docx(body))


@given(DRAFTS | ANY)
@settings(max_examples=examples(150), deadline=None)
def test_a_page_loses_nothing(lines: list[str]) -> None:
    source = ["".join(char for char in line if not _beyond_xml(char)) for line in lines]
    body = "".join(f"<p>{escape(line)}</p>" for line in source)
    holds(source, "a.html", f"<meta charset=utf-8><body>{body}".encode())


def _beyond_xml(char: str) -> bool:
    return char in "\ufffe\uffff" or (ord(char) & 0xFFFE) == 0xFFFE


@given(DRAFTS)
@settings(max_examples=examples(200), deadline=None)
def test_every_character_is_in_some_file(lines: list[str]) -> None:
    result, texts, _ = import_one("a.txt", "\n".join(lines).encode())
    if result is None:
        return
    again = (entry.more.get("text", "") * (entry.count - 1) for entry in result.repairs.left_out)
    whole = visible("".join([*texts.values(), *again]).replace("\\n", ""))
    missing = Counter(visible("".join(lines))) - Counter(whole)
    # A date goes into the metadata as 2018-07-12, a label without its colon.
    assert set(missing) <= set("年月日：")


@given(st.binary(max_size=300))
@settings(max_examples=examples(300), deadline=None)
def test_no_bytes_are_too_strange(raw: bytes) -> None:
    for name in ("a.txt", "a.html", "a.docx", "a.md"):
        result, _, codes = import_one(name, raw)
        assert (result is None) == bool(codes)

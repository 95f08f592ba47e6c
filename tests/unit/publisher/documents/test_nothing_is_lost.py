"""Every character of every clause stands in the Word file and in the HTML, once and in order."""

import re
from itertools import chain, dropwhile
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from interface.paper.official_page import bookmark_name
from publisher.clauses.markdown.inline import plain_words, row_cells
from publisher.cli.main import main
from publisher.compile.policy import CompiledPolicy
from publisher.documents.compose import compose
from publisher.documents.official_docx import official_docx
from publisher.documents.plain_html import Colophon, text_html
from tests.readers.html_tree import parse
from tests.worlds.drafts import clauses
from tests.worlds.printed_texts import everything, read

TEXTS = everything()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def source_words(policy: CompiledPolicy) -> str:
    """The words of all clauses and of the lines around them, in the order of the source."""
    cover = [line for line in policy.latest.clauses.cover if line.role not in ("comment", "rule")]
    around = [(line.line, plain_words(line.text)) for line in cover if line.role != "title"]
    inside = [
        (each.line, each.marker + (each.words if each.kind != "tr" else cells(each.text)))
        for each in policy.latest.clauses.clauses
    ]
    ordered = sorted(chain(around, inside), key=lambda each: each[0])
    return squeezed("".join(words for _, words in ordered))


def cells(row: str) -> str:
    return "".join(map(plain_words, row_cells(row)))


@pytest.mark.parametrize("policy", TEXTS, ids=lambda policy: policy.policy.id)
def test_a_word_file_holds_the_text_once(policy: CompiledPolicy) -> None:
    document = read(official_docx(compose(policy.policy, policy.latest)))
    lines = dropwhile(
        lambda line: line.style in ("Title", "Subtitle"), document.element.body.iter(qn("w:p"))
    )
    words = [
        text.text or "" for line in lines for text in line.iter(qn("w:t")) if line.style != "Source"
    ]
    assert squeezed("".join(words)) == source_words(policy)


@pytest.mark.parametrize("policy", TEXTS, ids=lambda policy: policy.policy.id)
def test_every_clause_can_be_led_to(policy: CompiledPolicy) -> None:
    printed = compose(policy.policy, policy.latest)
    document = read(official_docx(printed))
    marks = [each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))]
    names = [clause.eid for clause in policy.latest.clauses.clauses]
    assert marks == [bookmark_name(name) for name in names]
    page = parse(text_html(printed, Colophon("https://example.gov.cn/", "在线阅读", "qr.png")))
    found = [each.attributes["id"] for each in page.walk() if "id" in each.attributes]
    assert found == names


def test_the_word_file_can_be_brought_in_again(tmp_path: Path) -> None:
    (policy,) = (each for each in TEXTS if each.policy.id == "shiyan-industry-2018")
    file = tmp_path / "a.docx"
    file.write_bytes(official_docx(compose(policy.policy, policy.latest)))
    assert (
        main(["import", str(file), "--to", str(tmp_path / "a"), "--policies", str(tmp_path)]) == 0
    )
    brought = clauses((tmp_path / "a/v1.md").read_text("utf-8"))
    text = [(each.number, each.heading, each.text) for each in brought]
    own = policy.latest.clauses.clauses
    assert text[:-3] == [(each.number, each.heading, each.text) for each in own]

import io
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from publisher.documents.pdf import PdfUnavailable, official_pdf
from tests.worlds.printed_texts import ADDRESS, POLICY, printed

LAW = "# 某法\n\n第一章 总则\n\n第一条 为了甲，制定本法。\n\n第二条 乙。\n\n附件1 目录\n"


@cache
def made() -> bytes:
    return official_pdf(printed(POLICY, "送审稿", written_on=date(2018, 7, 12), issuer="某局"))


def words(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_pdf_holds_the_text_and_says_where_it_is_from() -> None:
    text = words(made()).replace("\n", "")
    for said in (
        "（送审稿）",
        "（一）基本原则。坚持稳中求进。",
        "某市经济和信息化局2018年7月12日",
        f"来源：{ADDRESS}a/v1/",
    ):
        assert text.count(said) == 1, said
    assert "— 1 —" in text


def test_the_pdf_is_tagged_a4_and_knows_its_title_and_language() -> None:
    pdf = PdfReader(io.BytesIO(made()))
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("标题", "某局")
    root: Any = pdf.root_object
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "zh-CN")
    box = pdf.pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (box.width, box.height)] == [210, 297]


def titles(entries: Sequence[Any]) -> list[Any]:
    return [titles(each) if isinstance(each, list) else each["/Title"] for each in entries]


def test_its_outline_holds_headings_and_not_the_words_behind_them() -> None:
    outline = titles(PdfReader(io.BytesIO(made())).outline)
    assert outline == ["一、总体思路", ["（一）基本原则。", ["1.做大做强"]]]
    law = PdfReader(io.BytesIO(official_pdf(printed(LAW))))
    assert len(law.pages) == 2
    assert titles(law.outline) == ["第一章　总则", ["第一条", "第二条"], "附件1"]


def test_the_same_text_gives_the_same_bytes() -> None:
    again = official_pdf(printed(POLICY, "送审稿", written_on=date(2018, 7, 12), issuer="某局"))
    assert again == made()


def test_a_text_cannot_make_it_fetch_anything() -> None:
    text = words(official_pdf(printed('一、<img src="file:///etc/hostname">甲\n')))
    assert "<img" in text


def test_without_weasyprint_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailable) as refusal:
        official_pdf(printed(POLICY))
    for language in ("zh-CN", "en"):
        assert "requirements/extra.txt" in refusal.value.message.text(language)

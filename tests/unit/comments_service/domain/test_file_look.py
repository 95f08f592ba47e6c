"""Files of anyone: taken where they are what they are called, refused with a sentence else."""

import pytest

from comments_service.domain.comments.attachment import DOCX, PDF
from comments_service.domain.errors import Invalid
from comments_service.domain.intake.file_look import attachment_type
from tests.worlds.attached_files import (
    changed_pdf,
    pdf_file,
    photo,
    picture,
    web_word_file,
    with_part,
    word_file,
)

WORD = word_file()
# The note at the end of a ZIP may be that long.
NOTED_WORD = WORD[:-2] + (65_535).to_bytes(2, "little") + bytes(65_535)
LOCKED_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")


def assert_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        attachment_type(name, content)
    (fault,) = refused.value.faults
    assert (fault.field, said in fault.message) == ("file", True), fault.message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("意见.pdf", pdf_file(), PDF),
        ("意见.DOCX", WORD, DOCX),
        ("意见.docx", web_word_file(), DOCX),
        ("a.jpeg", photo(), "image/jpeg"),
        ("a.jpg", photo() + b"what a telephone puts behind", "image/jpeg"),
        ("a.png", picture(), "image/png"),
    ],
)  # fmt: skip
def test_what_is_what_its_name_says_is_taken(name: str, content: bytes, kind: str) -> None:
    assert attachment_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "不是PDF"),
        ("pdf", pdf_file(), "不是PDF"),
        ("a.doc", WORD, "不是PDF"),
        ("a.pdf", b"MZ" + bytes(900), "与扩展名不符"),
        ("a.pdf", WORD, "与扩展名不符"),
        ("a.docx", pdf_file(), "与扩展名不符"),
        ("a.png", photo(), "与扩展名不符"),
        ("a.docx", web_word_file().replace(b"document2", b"documents"), "与扩展名不符"),
        ("a.docx", LOCKED_WORD, "打开密码"),
        ("a.docx", WORD[:-40], "已经损坏"),
        ("a.docx", b"", "与扩展名不符"),
        ("a.pdf", pdf_file()[:-900], "已经损坏"),
        ("a.jpg", photo()[:-2], "已经损坏"),
        ("a.png", picture()[:-8], "已经损坏"),
        ("a.pdf", pdf_file() + WORD, "与扩展名不符"),
        ("a.png", picture() + WORD, "与扩展名不符"),
        ("a.jpg", photo() + NOTED_WORD, "与扩展名不符"),
        ("a.jpg", b"\xff\xd8" + b"\xff\xe0\0\x02" * 5_000 + photo()[2:], "已经损坏"),
        ("a.pdf", changed_pdf(script="app.alert(1)"), "脚本"),
        ("a.docx", with_part("word/vbaProject.bin", b"a"), "宏"),
        ("a.docx", with_part("word/embeddings/oleObject1.bin", b"a"), "嵌入的文件"),
        ("a.docx", WORD.replace(b"PK\x05\x06", b"PK\x01\x02" * 2_001 + b"PK\x05\x06"), "过大"),
        ("a.png", picture(60_000, 60_000), "像素"),
        ("a.jpg", photo(60_000, 60_000), "像素"),
        ("a.pdf", pdf_file() + bytes(10 << 20), "超过10MB"),
        ("a\0.pdf", pdf_file(), "无法保存的字符"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(name: str, content: bytes, said: str) -> None:
    assert_refused(name, content, said)


def test_a_word_file_that_unpacks_to_too_much_is_refused_with_a_sentence() -> None:
    # Made here: as a case of the others each process of a run would pack it.
    assert_refused("a.docx", with_part("word/media/a.bin", bytes(210 << 20)), "展开后过大")

"""Texts in tests as they are printed: compiled from words, and the Word files read back."""

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from catalogue.model import Policy
from catalogue.window import parse_instant
from interface.paper.printed import PrintedLine
from publisher.compile.policy import CompiledPolicy
from publisher.compile.site import compile_site
from publisher.documents.compose import compose
from publisher.documents.official_docx import official_docx
from publisher.documents.printed_text import Printed
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile, VersionSource, read_policies

ROOT = Path(__file__).resolve().parents[2]
NOW = parse_instant("2024-05-01T10:00:00+08:00")
ADDRESS = "https://www.example.gov.cn/yjzj/"
FOLDERS = (ROOT / "policies", ROOT / "tests/data/laws")
POLICY = """\
# 关于支持企业的若干意见

为支持企业，提出意见如下：

一、总体思路

（一）基本原则。坚持**稳中求进**。

1.做大做强

（1）鼓励先进。

——每户奖励5万元。

某市经济和信息化局

2018年7月12日
"""


def compiled(text: str, label: str = "", **facts: Any) -> CompiledPolicy:
    """Compile one text as the only version of policy ``a``."""
    policy = Policy(**{"id": "a", "title": "标题", "kind": "document", **facts})
    day = facts.get("written_on")
    version = VersionSource("v1", label, day, Path("v1.md"), text, always_public=True)
    source = PolicySource(policy, (version,), Path("policy.yml"))
    return compile_site([source], SiteFile(), NOW, Problems(), preview=False).policies[0]


def printed(text: str, label: str = "", **facts: Any) -> Printed:
    """Compose one text."""
    one = compiled(text, label, **facts)
    return compose(one.policy, one.latest, ADDRESS)


def word(text: str, label: str = "", **facts: Any) -> Any:
    """Make the Word file of a text and read it back."""
    return read(official_docx(printed(text, label, **facts)))


def read(content: bytes) -> Any:
    """Read a Word file."""
    return Document(io.BytesIO(content))


def lines(document: Printed) -> list[tuple[str, str]]:
    """Return the style and the words of each line."""
    blocks = (block for block in document.blocks if isinstance(block, PrintedLine))
    return [(block.style.value, block.text) for block in blocks]


def paragraph(document: Any, words: str) -> Any:
    """Return the paragraph that holds these words."""
    return next(each for each in document.paragraphs if words in each.text)


def level(paragraph: Any) -> int | None:
    """Return a paragraph's level in the outline, its own or its style's, from 1."""
    for properties in (paragraph._p.pPr, paragraph.style.element.pPr):
        found = properties.find(qn("w:outlineLvl")) if properties is not None else None
        if found is not None:
            return int(found.get(qn("w:val"))) + 1
    return None


def everything() -> list[CompiledPolicy]:
    """Compile the project's own policies and the laws of the tests."""
    found: list[CompiledPolicy] = []
    for folder in FOLDERS:
        sources = read_policies(folder, Problems())
        made = compile_site(sources, SiteFile(), NOW, Problems(), preview=False)
        found += made.policies
    return found

"""The page of a draft names what its file has and its text has not."""

import json
from pathlib import Path
from typing import Any

import pytest

from publisher.cli.main import main
from tests.http.test_desk_english import bare
from tests.readers.html_tree import parse
from tests.worlds.brought_drafts import brought, page
from tests.worlds.officers import Desk
from tests.worlds.word_files import WITH_LEFT_OUT, docx, paragraph, run

pytestmark = pytest.mark.sqlite

Said = pytest.CaptureFixture[str]
Draft = tuple[Desk, str, Path]


@pytest.fixture
def draft(drafter: Desk, inbox: Path) -> Draft:
    name = brought(drafter)
    return drafter, name, inbox / name / "reading.json"


def keep_repairs_of(raw: bytes, kept: Path, capsys: Said) -> None:
    """Set what the builder itself says of a file in what was kept of the draft."""
    file = kept.parent.parent.parent / "甲.docx"
    file.write_bytes(raw)
    assert main(["read", str(file), "--json"], {}) == 0
    read = json.loads(capsys.readouterr().out)
    said: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**said, **{key: read[key] for key in ("repairs", "files")}}))


def listed(desk: Desk, name: str) -> list[str]:
    tree = parse(page(desk, name).removeprefix("<!doctype html>"))
    (section,) = [each for each in tree.all("section") if "未收入" in each.text()]
    return [each.text() for each in (*section.all("h2"), *section.all("li"))]


def test_what_was_left_out_is_named_with_its_words_and_place(draft: Draft, capsys: Said) -> None:
    desk, name, kept = draft
    assert "未收入" not in page(desk, name)
    keep_repairs_of(WITH_LEFT_OUT, kept, capsys)
    assert listed(desk, name) == [
        "未收入，4处",
        "图片“公章”，共1处，v1.md 第3行",
        "批注“再商量”，共1处，v1.md 第3行",
        "已划去的文字“50万元”，共1处，v1.md 第3行",
        "隐藏文字“内部底数”，共1处，v1.md 第3行",
    ]
    assert not bare(desk, f"drafts/{name}")


def test_of_a_long_list_the_first_are_shown(draft: Draft, capsys: Said) -> None:
    desk, name, kept = draft
    words = "".join(run(f"密{at}", "<w:vanish/>") + run("甲") for at in range(1, 24))
    keep_repairs_of(docx(paragraph(words)), kept, capsys)
    head, *rest = listed(desk, name)
    assert (head, len(rest), rest[-1]) == ("未收入，23处", 21, "另有3处，见repairs.yml")

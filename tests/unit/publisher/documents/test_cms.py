import hashlib
import io
import re
from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.readers.html_tree import parse
from tests.worlds.printed_texts import read
from tests.worlds.sites import snapshot, write

POLICY = """\
title: 关于支持企业的若干意见
kind: consultation
issuer: 某市经济和信息化局
openness: 主动公开
attachments:
  - {title: 申报表, file: form.pdf}
versions:
  - {id: v1, label: 征求意见稿, published_on: 2024-01-01}
  - {id: v2, label: 修改稿, published_on: 2099-01-01}
windows:
  - {id: w1, version: v1, opens: 2024-01-01, closes: 2024-01-31}
"""
TEXT = "# 意见\n\n一、总体思路\n\n（一）原则。坚持**稳**。\n\n| 项 | 数 |\n|---|---|\n| 甲 | <5 |\n"
NOTICE = "# 关于征求意见的公告\n\n请提出意见。\n\n某市经济和信息化局\n\n2024年1月1日\n"
FILES = {"notice.html", "text.html", "qr.png", "qr.svg", "files/form.pdf", "README.txt"}
FORM = "信息发布审批表.docx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YANLU_BASE_URL", "https://www.example.gov.cn/yjzj")
    files = {"policy.yml": POLICY, "v1.md": TEXT, "v2.md": "一、以后\n", "notice.md": NOTICE}
    write(tmp_path / "policies/a", {**files, "form.pdf": "%PDF-1.4"})
    return tmp_path


def hand_over(*arguments: str) -> int:
    return main(["cms", "a", "--to", "out/a", *arguments])


def test_the_folder_holds_what_a_content_system_needs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hand_over() == 0
    assert set(snapshot(folder / "out/a")) == FILES | {FORM}
    assert "out/a/text.html" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["text.html", "notice.html"])
def test_the_html_is_plain(folder: Path, name: str) -> None:
    hand_over()
    page = parse((folder / "out/a" / name).read_text("utf-8"))
    body = page.one("body")
    tags = {each.tag for each in body.walk()} - {"body"}
    assert tags <= {
        *("h1", "h2", "h3", "h4", "p", "table", "tr", "th", "td", "a", "img", "strong"),
    }
    names = {key for each in body.walk() for key in each.attributes}
    assert names <= {"id", "href", "src", "alt", "width", "height"}
    assert page.one("img").attributes["src"] == "qr.png"
    links = [each.attributes["href"] for each in page.all("a")]
    assert "https://www.example.gov.cn/yjzj/a/" in links


def test_headings_are_headings_and_a_run_in_one_is_parted_from_its_words(folder: Path) -> None:
    hand_over()
    page = parse((folder / "out/a/text.html").read_text("utf-8"))
    said = [(each.tag, each.text()) for each in page.one("body").walk() if each.tag[0] in "hp"]
    assert said[:5] == [
        ("h1", "意见"), ("p", "（征求意见稿）"), ("h2", "一、总体思路"), ("h3", "（一）原则。"),
        ("p", "坚持稳。"),
    ]  # fmt: skip
    assert [cell.text() for cell in page.all("td")] == ["甲", "<5"]


def test_the_notice_is_signed_and_offers_the_attachments(folder: Path) -> None:
    hand_over()
    page = parse((folder / "out/a/notice.html").read_text("utf-8"))
    said = [each.text() for each in page.all("p")]
    assert said[:4] == ["请提出意见。", "某市经济和信息化局", "2024年1月1日", "附件：申报表"]
    assert page.all("a")[0].attributes["href"] == "files/form.pdf"


def test_without_a_notice_the_text_offers_them(folder: Path) -> None:
    (folder / "policies/a/notice.md").unlink()
    hand_over()
    assert not (folder / "out/a/notice.html").exists()
    assert "files/form.pdf" in (folder / "out/a/text.html").read_text("utf-8")


def test_the_form_is_filled_in_with_what_is_known(folder: Path) -> None:
    hand_over()
    (table,) = read((folder / "out/a" / FORM).read_bytes()).tables
    rows = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert rows["信息标题"] == "关于支持企业的若干意见"
    assert rows["拟稿单位"] == "某市经济和信息化局"
    assert rows["公开属性"] == "☑主动公开　□依申请公开　□不予公开"
    assert "2024年1月1日至2024年1月31日24时" in rows["内容摘要"]
    assert [cell.text for cell in table.rows[2].cells][2:] == ["拟稿人", ""]


def test_the_form_has_boxes_for_three_reviews_and_for_secrecy(folder: Path) -> None:
    hand_over()
    (table,) = read((folder / "out/a" / FORM).read_bytes()).tables
    rows = {row.cells[0].text: row.cells[1].text for row in table.rows}
    for review in ("初审", "复审", "终审"):
        assert all(word in rows[review] for word in ("意见：", "签名：", "日期："))
    assert all(word in rows["保密审查"] for word in ("□不涉密", "审查人签名：", "日期："))
    assert rows["备注"].endswith("https://www.example.gov.cn/yjzj/a/")


def test_the_readme_lists_every_file_with_its_digest(folder: Path) -> None:
    hand_over()
    files = snapshot(folder / "out/a")
    listed = re.findall(r"^([0-9a-f]{64})  (.+)$", files.pop("README.txt").decode(), re.MULTILINE)
    assert {name: digest for digest, name in listed} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }


def test_the_qr_code_leads_to_the_page(folder: Path) -> None:
    import segno

    hand_over()
    expected = io.BytesIO()
    code = segno.make("https://www.example.gov.cn/yjzj/a/", error="m", micro=False)
    code.save(expected, kind="png", scale=10)
    assert (folder / "out/a/qr.png").read_bytes() == expected.getvalue()


def test_a_second_run_gives_the_same_files(folder: Path) -> None:
    hand_over()
    before = snapshot(folder / "out/a")
    assert hand_over() == 0
    assert snapshot(folder / "out/a") == before
    assert [path.name for path in (folder / "out").iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["own.txt", "text.html"])
def test_what_people_put_there_or_changed_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    hand_over()
    write(folder / "out/a", {name: "改过"})
    before = snapshot(folder / "out/a")
    assert hand_over() == 2
    assert name in capsys.readouterr().err
    assert snapshot(folder / "out/a") == before


def test_a_folder_of_strangers_and_a_file_are_refused(folder: Path) -> None:
    write(folder / "out", {"a/own.txt": "别的"})
    assert hand_over() == 2
    write(folder, {"file": ""})
    assert main(["cms", "a", "--to", "file"]) == 2


def test_it_is_written_whole_or_not_at_all(folder: Path) -> None:
    hand_over()
    before = snapshot(folder / "out/a")
    (folder / "policies/a/form.pdf").unlink()
    assert hand_over() == 1
    assert snapshot(folder / "out/a") == before


def test_without_the_address_of_the_site_it_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("YANLU_BASE_URL")
    assert hand_over() == 2
    assert "YANLU_BASE_URL is not set" in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("arguments", [["b"], ["a", "--now", "2020-01-01T00:00:00+08:00"]])
def test_what_is_not_public_is_not_handed_over(folder: Path, arguments: list[str]) -> None:
    assert main(["cms", *arguments, "--to", "out/a"]) == 2
    assert not (folder / "out").exists()


def test_a_version_to_come_is_not_handed_over(folder: Path) -> None:
    hand_over()
    assert "以后" not in (folder / "out/a/text.html").read_text("utf-8")

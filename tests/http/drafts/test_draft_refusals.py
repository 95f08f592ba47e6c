"""What the desk refuses of drafts: files, ids and forms that will not do, and other people."""

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.domain.drafts import draft_file
from comments_service.services.drafts import child_builder, draft_folders
from processes.own_program import own_program
from tests.worlds.brought_drafts import (
    ID,
    body,
    bring,
    brought,
    take_step,
)
from tests.worlds.officers import Desk, signed_in

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("../../etc", "编号只能用小写字母"), ("known-2017", "已经有这个编号"),
        ("desk", "留作他用"), ("alone-2017", "已经有这个编号"), ("A", "编号只能用小写字母"),
    ],
)  # fmt: skip
def test_an_id_that_will_not_do_is_refused(
    drafter: Desk, inbox: Path, policy: str, said: str
) -> None:
    answer = bring(drafter, id=policy)
    assert answer.status_code == 422
    assert said in answer.text
    assert list(inbox.iterdir()) == []


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "坏")
        package.writestr("word/document.xml", b"0" * 30_000_000)
    return made.getvalue()


def open_document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "标题\n一、内容。")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "请选择文件"), (b"%PDF-1.7", "没有收下"), (b"{\\rtf1", "没有收下"),
        (b"\x89PNG\r\n\x1a\n\0", "没有收下"), (b"PK\x03\x04not a package", "没有收下"),
        (b"a" * 10_001, "超过20MB"), ("坏的".encode(), "文件是坏的"),
        ("出去".encode(), "没有收下"), ("太多".encode(), "没有收下"),
    ],
)  # fmt: skip
def test_a_file_that_will_not_do_is_refused_with_a_sentence(
    drafter: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, said: str
) -> None:
    monkeypatch.setattr(draft_file, "MOST_BYTES", 10_000)
    answer = bring(drafter, data, "措施.docx")
    assert answer.status_code == 422
    assert said in answer.text
    assert list(inbox.iterdir()) == []
    assert not (inbox.parent / "escaped.md").exists()


def test_the_kind_of_a_file_is_told_by_its_content(drafter: Desk, inbox: Path) -> None:
    made = brought(drafter, "<!DOCTYPE html><p>标题\n一、内容。")
    assert (inbox / made / "source.html").exists()
    made = brought(drafter, bomb(), id="packed-2018")
    assert (inbox / made / "source.docx").exists()
    made = brought(drafter, open_document(), id="open-2018")
    assert (inbox / made / "source.odt").exists()


def test_the_builder_itself_refuses_a_bomb_with_a_sentence(
    drafter: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_builder, "BUILD", own_program("publisher"))
    answer = bring(drafter, bomb(), "措施.docx")
    assert answer.status_code == 422
    assert "请将文字复制到新文件" in answer.text
    assert list(inbox.iterdir()) == []


def test_a_file_that_is_never_read_to_its_end_is_given_up(
    drafter: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_builder, "SECONDS", 0.2)
    answer = bring(drafter, "挂起")
    assert answer.status_code == 422
    assert "没有读完" in answer.text
    assert list(inbox.iterdir()) == []


def test_while_others_are_at_work_one_is_asked_to_wait(
    drafter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_builder, "_WAIT_SECONDS", 0)
    with child_builder.builder_turn(), child_builder.builder_turn():
        answer = bring(drafter)
    assert answer.status_code == 429
    assert "再试" in answer.text
    assert bring(drafter).status_code == 303


def test_a_full_inbox_takes_nothing_until_something_is_removed(
    drafter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = brought(drafter)
    monkeypatch.setattr(draft_folders, "MOST_DRAFTS", 1)
    assert "收件夹已满" in bring(drafter, id="another-2018").text
    assert take_step(drafter, name, "removed").status_code == 303
    assert bring(drafter, id="another-2018").status_code == 303


def test_the_preview_is_for_staff_alone_and_leads_nowhere_else(app: Flask, drafter: Desk) -> None:
    name = brought(drafter)
    with drafter.get(f"drafts/{name}/preview/{ID}/") as shown:
        assert "全文" in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert (
            "frame-ancestors 'self'; script-src 'none'" in shown.headers["Content-Security-Policy"]
        )
    printed = body(drafter, f"drafts/{name}/printed/a.css").decode()
    assert "@media all{p{color:red}}" in printed
    assert "@media not all and (x)" in printed
    preview = app.extensions["yanlu"].inbox / name / "preview"
    (preview / "folder.css").mkdir()
    (preview / "bytes.css").write_bytes(b"\xff\xfe")
    assert "body {" in body(drafter, f"drafts/{name}/printed/bytes.css").decode()
    assert drafter.get(f"drafts/{name}/printed/folder.css").status_code == 404
    for path in ("out/passwd", "../draft.json", "%2e%2e/draft.json", "..%2f..%2f", "none.html"):
        assert drafter.get(f"drafts/{name}/preview/{path}").status_code == 404
    assert app.test_client().get(f"/desk/drafts/{name}/preview/").status_code == 303
    handler = signed_in(app, "heli", Role.HANDLER)
    assert handler.get(f"drafts/{name}/preview/").status_code == 403
    elsewhere = signed_in(app, "sunli", Role.DRAFTER, policies=("known-2017",))
    assert elsewhere.get(f"drafts/{name}").status_code == 404
    assert elsewhere.get(f"drafts/{name}/preview/{ID}/").status_code == 404
    assert ID not in elsewhere.get("drafts/").text
    assert "不能新开" in bring(elsewhere, id="new-2018").text


def test_a_form_of_another_site_is_refused(drafter: Desk, inbox: Path) -> None:
    form = {"csrf": "forged", "id": ID, "file": (io.BytesIO(b"x"), "a.txt")}
    answer = drafter.client.post("/desk/drafts/", data=form, content_type="multipart/form-data")
    assert answer.status_code == 403
    assert list(inbox.iterdir()) == []
    name = brought(drafter)
    assert drafter.client.post(f"/desk/drafts/{name}", data={"step": "removed"}).status_code == 403
    wrong = drafter.post(f"drafts/{name}", {"step": "removed"}, content_type="multipart/form-data")
    assert wrong.status_code == 400
    assert (inbox / name).exists()


def test_what_somebody_plants_in_the_inbox_is_not_followed(drafter: Desk, inbox: Path) -> None:
    name = brought(drafter)
    secret = inbox.parent / "secret.json"
    secret.write_text((inbox / name / "draft.json").read_text("utf-8"), "utf-8")
    for planted in ("0" * 16, "1" * 16):
        (inbox / planted).mkdir()
    (inbox / ("0" * 16) / "draft.json").symlink_to(secret)
    (inbox / ("1" * 16) / "draft.json").write_text('{"schema": "yanlu-draft/1"}', "utf-8")
    (inbox / ("2" * 16)).symlink_to(inbox / name)
    for planted in ("0", "1", "2"):
        assert drafter.get(f"drafts/{planted * 16}").status_code == 404
    assert drafter.get("drafts/").text.count("yl-row-title") == 1

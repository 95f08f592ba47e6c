"""Files of comments on the desk: listed with their words, saved, never shown, each time entered."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.services.database.check import check
from comments_service.services.intake.erasure import restrict
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.reports import report_file
from comments_service.services.register.deciding import seal
from comments_service.services.service import Service
from comments_service.services.upkeep import attachment_texts
from comments_service.services.upkeep.attachment_texts import read_attachment
from comments_service.store.ledger import ledger
from tests.conftest import POLICY, World
from tests.readers.desk_pages import REGISTER, comment_places, officers, total
from tests.worlds.attached_files import (
    WORDS,
    changed_pdf,
    pdf_file,
    picture,
    sent_file,
    word_file,
)
from tests.worlds.officers import Desk, signed_in

NAME = "测算“表” 1.pdf"


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.HANDLER)


def attached(app: Flask, world: World, *files: tuple[str, bytes]) -> str:
    """Send a comment with these files and return its id."""
    client, ids = app.test_client(), []
    for name, content in files:
        answer: Any = client.post("/api/v1/attachments", **sent_file(name, content))
        ids.append(answer.get_json()["id"])
    comment = {"stance": "suggest", "body": "见附件。", "attachments": ids}
    taken: Any = client.post("/api/v1/submissions", json=world.citizen(comments=[comment]))
    assert taken.status_code == 201, taken.text
    return str(taken.get_json()["comments"][0]["id"])


def link(page: Any) -> str:
    found = re.findall(r'href="([^"]*/files/\w+)"', page.text)[0]
    return str(found).rpartition("desk/")[2].lstrip("./")


def opened(service: Service) -> int:
    with service.database.read() as connection:
        return sum(each.type == "attachment.opened" for each in ledger.entries(connection))


def test_the_words_of_files_stand_beside_the_comment_and_in_the_restricted_export(
    app: Flask, world: World, desk: Desk, service: Service, tmp_path: Path
) -> None:
    comment = attached(app, world, (NAME, pdf_file()), ("意见.docx", word_file("另附说明。")))
    assert "有附件" in desk.get(REGISTER).text
    (place,) = comment_places(desk.get(REGISTER))
    assert "文字正在读取" in desk.get(place).text
    for _ in range(3):
        read_attachment(service)
    page = desk.get(place)
    for words in (WORDS, "另附说明。", NAME, "PDF文件", "Word文件"):
        assert words in page.text, words
    for words, found in (("一千万元", 1), ("一千万元 附件", 1), ("两千万元", 0)):
        assert total(desk.get(REGISTER, query_string={"q": words})) == found, words
    submission = desk.get(re.findall(rf"{POLICY}/submissions/\w+", page.text)[0])
    assert "意见.docx" in submission.text
    export_file(service, POLICY, "restricted", "json", tmp_path / "out.json")
    (row,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["comments"]
    assert (row["comment_id"], row["attachments"]) == (comment, f"{NAME}\n意见.docx")
    assert row["attachment_text"] == f"{WORDS}\n\n见附件：\n另附说明。"
    export_file(service, POLICY, "public", "json", tmp_path / "public.json")
    assert "附件：" not in (tmp_path / "public.json").read_text("utf-8")
    for form in ("xlsx", "csv"):
        export_file(service, POLICY, "restricted", form, tmp_path / f"out.{form}")
    report_file(service, POLICY, "restricted", tmp_path / "report.docx")
    with zipfile.ZipFile(tmp_path / "report.docx") as report:
        assert f"附件《{NAME}》{WORDS}" in report.read("word/document.xml").decode()
    assert check(service).differences == []


def test_a_file_is_saved_and_never_shown_and_each_time_is_entered(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    attached(app, world, (NAME, pdf_file()))
    (place,) = comment_places(desk.get(REGISTER))
    answer = desk.get(link(desk.get(place)))
    assert (answer.status_code, answer.data) == (200, pdf_file())
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].isascii()
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%B5%8B")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "no-store"
    assert opened(service) == 1
    assert "打开附件" in desk.get(place).text
    assert desk.get(f"{place}/files/{'0' * 32}").status_code == 404
    assert check(service).differences == []


def test_what_is_held_says_why_and_warns(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    attached(app, world, ("a.pdf", changed_pdf(script="app.alert(1)", packed=True)))
    read_attachment(service)
    (place,) = comment_places(desk.get(REGISTER))
    page = desk.get(place).text
    assert "未能读取文字：文件里有脚本" in page
    assert "请不要在办公电脑上直接打开" in page
    english = desk.get(f"{place}?lang=en").text
    assert "Its words could not be read: the file has scripts" in english


def test_a_file_of_a_sealed_comment_is_the_inspectors_alone(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    comment = attached(app, world, ("图.png", picture()))
    (place,) = comment_places(desk.get(REGISTER))
    where = link(desk.get(place))
    seal(service, officers(service)[0].id, [comment], "检举")
    inspector = signed_in(app, "jijian", Role.INSPECTOR)
    assert desk.get(where).status_code == 404
    sealed = link(inspector.get("sealed"))
    assert "没有可以读取的文字" in inspector.get("sealed").text
    assert inspector.get(sealed).data == picture()
    assert desk.get(sealed).status_code == 403


def test_a_file_of_a_restricted_submission_is_used_no_more(
    app: Flask, world: World, desk: Desk, service: Service, tmp_path: Path
) -> None:
    comment = attached(app, world, (NAME, pdf_file()))
    read_attachment(service)
    (place,) = comment_places(desk.get(REGISTER))
    page = desk.get(place)
    where, whole = link(page), re.findall(rf"{POLICY}/submissions/\w+", page.text)[0]
    assert NAME in desk.get(whole).text
    with service.database.write() as connection:
        at = service.clock.now(connection)
        restrict(connection, POLICY, whole.rpartition("/")[2], SYSTEM, at)
    assert desk.get(where).status_code == 404
    for shown in (REGISTER, place, whole):
        text = desk.get(shown).text
        assert ("有附件" in text, NAME in text) == (False, False), shown
    assert total(desk.get(REGISTER, query_string={"q": "一千万元"})) == 0
    export_file(service, POLICY, "restricted", "json", tmp_path / "out.json")
    (row,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["comments"]
    assert (row["body"], row["attachments"], row["attachment_text"]) == ("见附件。", "", "")
    seal(service, officers(service)[0].id, [comment], "检举")
    sealed = signed_in(app, "jijian", Role.INSPECTOR).get("sealed").text
    told = world.citizen()
    assert [each in sealed for each in (NAME, told["name"], told["phone"])] == [False] * 3
    assert check(service).differences == []


def test_a_claim_is_taken_up_again_by_nobody_while_it_is_fresh(
    app: Flask, world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached(app, world, ("a.pdf", pdf_file()))
    asked: list[str] = []

    def fails(kind: str, _content: bytes) -> Any:
        asked.append(kind)
        raise OSError

    monkeypatch.setattr(attachment_texts, "attachment_words", fails)
    with pytest.raises(OSError):  # noqa: PT011 - the one of the test
        read_attachment(service)
    read_attachment(service)
    assert asked == ["application/pdf"]

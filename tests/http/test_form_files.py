"""Files in the form without scripts: kept as they come, their faults told with all others."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from comments_service.store.comments import attachment_rows
from comments_service.web.forms.form_draft import read_draft
from comments_service.web.shell import request_size
from tests.conftest import CLOSES, POLICY, World, publish, the_policy
from tests.http.html_page import Page, Reader
from tests.http.test_form_page import FORM, PERSON
from tests.http.test_identity_page import OIDC, comes_back, state_in
from tests.servers.identity_providers import KnownProvider, knowing
from tests.worlds.attached_files import form_body, pdf_file, picture, stored_file
from tests.worlds.contact_codes import EMAIL, MAIL

FILES = "comments[0].files"
KEY = {"idempotency_key": "k" * 16, "version": "v1", "comments[0].body": "见附件。"}


def post(client: FlaskClient, *files: tuple[str, bytes], **changes: Any) -> Page:
    data = {**KEY, **PERSON, "participant": "person", "action": "submit", **changes}
    data[FILES] = [stored_file(name, content) for name, content in files]
    return Page(FORM, client.post(FORM, **form_body(data)))


def kept(page: Page) -> str:
    found = [e["value"] for e in page.main.every("input") if e["name"] == "comments[0].attachments"]
    return found[0] if found else ""


def test_a_form_with_files_is_taken(client: FlaskClient) -> None:
    page = post(client, ("测算表.pdf", pdf_file()), ("图.png", picture()))
    assert page.status == 201, page.text
    service = client.application.extensions["yanlu"]
    with service.database.read() as connection:
        files = [each.name for each in attachment_rows.attached(connection, service.keyring)]
    assert files == ["测算表.pdf", "图.png"]


def test_a_file_stays_while_the_rest_is_put_right(client: FlaskClient) -> None:
    again = post(client, ("测算表.pdf", pdf_file()), ("工具.pdf", b"MZ"), name="")
    assert again.status == 422
    assert set(again.faults) == {"name", FILES}
    assert "“工具.pdf”的内容与扩展名不符" in again.faults[FILES]
    assert "测算表.pdf" in again.text
    assert re.fullmatch("[0-9a-f]{32}", kept(again))
    sent = {"comments[0].attachments": kept(again)}
    assert post(client, **sent).status == 201
    gone = post(client, **sent, idempotency_key="l" * 16)
    assert (gone.status, "请重新选择" in gone.faults[FILES], kept(gone)) == (422, True, "")


def test_a_file_can_be_taken_out_again_and_stays_when_another_button_is_pressed(
    client: FlaskClient,
) -> None:
    page = post(client, ("甲.pdf", pdf_file()), ("乙.png", picture()), action="add")
    first, second = kept(page).split()
    assert page.text.count("第1条意见") >= 1
    less = post(
        client, action=f"drop-0-{first}", **{"comments[0].attachments": f"{first} {second}"}
    )
    assert kept(less) == second
    assert ("甲.pdf" in less.text, "乙.png" in less.text) == (False, True)
    english = client.post(f"{FORM}?lang=en", data={
        **KEY, **PERSON, "comments[0].body": "See the file.", "name": "Lin",
        "action": "language", "comments[0].attachments": second,
    })  # fmt: skip
    assert kept(Page(FORM, english)) == second


def test_a_file_stays_over_a_code_and_over_the_way_to_the_provider(world: World) -> None:
    publish(world.site, the_policy(assurance="contact_verified"))
    app = world.app(**MAIL, **OIDC)
    app.extensions["yanlu"] = knowing(app.extensions["yanlu"], KnownProvider())
    client, file = app.test_client(), ("测算表.pdf", pdf_file())
    told = post(client, file, action="code", email=EMAIL)
    assert "验证码已发往所填的邮箱" in told.text
    assert "测算表.pdf" in told.text
    assert kept(told)
    left = post(client, file, action="identity")
    back = comes_back(Reader(client), state_in(left))
    assert back.status == 200
    assert "测算表.pdf" in back.text
    assert kept(back)


@pytest.mark.parametrize("action", ["code", "identity"])
def test_a_file_that_is_refused_is_told_before_anybody_leaves(world: World, action: str) -> None:
    page = post(world.client(**MAIL), ("工具.pdf", b"MZ"), action=action, email=EMAIL)
    assert "“工具.pdf”的内容与扩展名不符" in page.faults[FILES]
    assert "验证码已发往" not in page.text


def test_a_comment_has_three_files_at_most(client: FlaskClient) -> None:
    page = post(client, *[(f"{number}.png", picture()) for number in range(4)])
    assert (page.status, page.faults[FILES]) == (422, "一条意见最多附3个文件")
    assert len(kept(page).split()) == 3


def test_of_files_without_end_no_more_are_looked_up_than_are_told_of(client: FlaskClient) -> None:
    page = post(client, **{"comments[0].attachments": " ".join(f"{n:032x}" for n in range(20_000))})
    assert (page.status, page.faults[FILES].startswith("一条意见最多附3个文件")) == (422, True)
    draft = read_draft(POLICY, {"comments[0].attachments": "a b c d e f"})
    assert draft.comments[0].attachments == "a b c d"


def test_a_form_too_large_is_refused_in_words(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = post(client, ("a.pdf", pdf_file()), **{"comments[0].body": "字" * 300_000})
    assert (page.status, "256 KiB" in page.text) == (413, True)
    monkeypatch.setattr(request_size, "LARGEST_UPLOAD", 800_000)
    page = post(client, ("a.pdf", pdf_file() + bytes(900_000)))
    assert (page.status, "30MB" in page.text) == (413, True)


def test_after_the_close_the_words_are_shown_and_no_file_is_kept(world: World) -> None:
    client = world.client(YANLU_NOW=CLOSES)
    page = post(client, ("a.pdf", pdf_file()))
    assert (page.status, "见附件。" in page.text) == (409, True)
    assert "附件也没有登记" in page.text
    with_id = post(client, **{"comments[0].attachments": "0" * 32})
    assert (with_id.status, "附件也没有登记" in with_id.text) == (409, True)
    without = post(client)
    assert (without.status, "附件也没有登记" in without.text) == (409, False)


def test_a_form_with_a_file_that_it_does_not_have_is_malformed(client: FlaskClient) -> None:
    data = {**KEY, **PERSON, "avatar": stored_file("a.png", picture())}
    answer = client.post(f"/forms/{POLICY}", **form_body(data))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("见附件。".encode(), b"\xc3\x28"),
        ("见附件。".encode(), b"\xed\xa0\x80"),
        (b'"consent_notice"', b'"consent_\xff"'),
        (b"--\r\n", b""),
    ],
)
def test_a_form_with_files_is_strict_as_one_without(
    client: FlaskClient, old: bytes, new: bytes
) -> None:
    data = {**KEY, **PERSON, "participant": "person", FILES: stored_file("a.png", picture())}
    sent = form_body(data)
    assert client.post(FORM, **sent).status_code == 201
    answer = client.post(FORM, **{**sent, "data": sent["data"].replace(old, new)})
    assert (answer.status_code, "见附件" in answer.text) == (400, False)
    kept_sign = sent["data"].replace("见附件。".encode(), "见附件\ufffd。".encode())
    again = kept_sign.replace(b"k" * 16, b"l" * 16)
    assert client.post(FORM, **{**sent, "data": again}).status_code == 201

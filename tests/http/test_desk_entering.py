"""登记 on the desk, by its forms: all kept that was typed, scans apart, checked by another."""

import re

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.database.check import check
from comments_service.services.intake.checking import whole_submission
from comments_service.services.intake.entering import enter_submission
from comments_service.services.register.deciding import seal, unseal
from comments_service.store.comments import submissions
from tests.conftest import POLICY, World
from tests.http.html_page import Page, form_pairs
from tests.worlds.comments import taken
from tests.worlds.letters import AFTER, ENTER, PNG, TYPED, entered, letter, send
from tests.worlds.officers import Desk, add_officer, signed_in

MULTIPART = "multipart/form-data; boundary=letter"
LETTER = "市经信委：\n我会提出以下意见：\n" + "\n".join(
    f"{number}、第{number}点意见。\n（一）其中一项。" for number in "一二三四五六七八九十"
)


@pytest.fixture
def app(world: World) -> Flask:
    return world.app(YANLU_NOW=AFTER)


@pytest.fixture
def heli(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.REGISTRAR)


@pytest.fixture
def zhoumin(app: Flask) -> Desk:
    return signed_in(app, "zhoumin", Role.HANDLER, Role.REVIEWER)


def place(submission: str, rest: str = "") -> str:
    return f"{POLICY}/submissions/{submission}{rest}"


def seen(desk: Desk, submission: str) -> str:
    page = desk.get(place(submission)).text
    return str(re.findall(r'name="seen" value="(\d+)"', page)[0])


def merged(desk: Desk, submission: str) -> str:
    """Merge the second comment of a letter into its first, and return the second."""
    form = desk.get(place(submission) + "?edit=1").text
    first, second = re.findall(r'\.id" value="([0-9a-f]{32})"', form)
    sent = {
        "act": "save", "seen": seen(desk, submission),
        "points[0].id": first, "points[0].clause": "一", "points[0].body": "两点并作一点。",
        "points[1].id": second, "points[1].clause": "", "points[1].body": "",
    }  # fmt: skip
    assert desk.post(place(submission, "/correct"), sent).status_code == 303
    return str(second)


def comment_states_of(app: Flask, submission: str) -> dict[str, CommentState]:
    found = whole_submission(app.extensions["yanlu"], POLICY, submission)
    assert found
    return found.states


def test_a_letter_is_entered_and_its_receipt_is_printed(heli: Desk) -> None:
    answer = send(heli)
    slip = heli.get(place(entered(answer), "/slip")).text
    assert "第2号" in slip
    number = re.findall(r"data-receipt-no>([^<]+)<", slip)[0]
    code = re.findall(r"data-query-code>([^<]+)<", slip)[0]
    found = heli.client.post("/receipts/", data={"no": number, "code": code})
    assert "资金门槛偏高。" in found.text


def test_the_next_one_can_be_entered_at_once(heli: Desk) -> None:
    answer = send(heli, act="next")
    page = heli.get(answer.headers["Location"].partition("/desk/")[2] or ENTER)
    assert answer.status_code == 303
    assert "已登记第1号，共2条。" in page.text or "done=" in answer.headers["Location"]


def test_a_pasted_letter_is_parted_by_its_numbers(heli: Desk) -> None:
    changes = {name: "" for name in TYPED if name.startswith("points")}
    page = send(heli, act="split", paste=LETTER, **changes).text
    assert page.count("点意见。") == 10
    assert "10条意见" in page
    assert "市经信委：" in page
    assert 'name="points[9].body"' in page
    assert 'name="points[10].body"' not in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"posted_on": "2018-07-14"}, "邮戳在7月18日24时前，算按期"),
        ({"posted_on": "2018-07-19"}, "截止7月18日，逾期1天"),
        ({"posted_on": "2018-07-14", "window_rule": "received"}, "截止7月18日，逾期2天"),
        ({"posted_on": "", "received_on": ""}, "邮戳不晚于7月18日的算按期"),
    ],
)
def test_whether_it_is_in_time_is_said_before_it_is_entered(
    heli: Desk, days: dict[str, str], words: str
) -> None:
    assert words in send(heli, act="look", **days).text


def test_a_clause_is_answered_in_words_and_none_is_the_whole_draft(heli: Desk) -> None:
    page = send(heli, act="look").text
    assert "设立专项资金5000万元。" in page.partition("datalist")[0]
    assert "记为全文" in page


def test_every_fault_stands_at_its_field_and_all_that_was_typed_is_kept(
    app: Flask, heli: Desk
) -> None:
    answer = send(
        heli, files=[("来信.png", PNG)], name="", received_on="", **{"points[0].clause": "九十九"},
    )  # fmt: skip
    page = answer.text
    assert answer.status_code == 422
    for words in ("请填写姓名", "请填写收到日期", "文本中没有条款“九十九”"):
        assert words in page
    for typed in ("138 0728 1234", "资金门槛偏高。", "九十九", "2018-07-16", "来信.png"):
        assert typed in page
    scan = re.findall(r'name="scans" value="([0-9a-f]{32})"', page)[0]
    submission = entered(send(heli, scans=scan))
    found = whole_submission(app.extensions["yanlu"], POLICY, submission)
    assert found
    assert [each.id for each in found.scans] == [scan]


def test_days_that_cannot_be_are_refused_and_what_is_late_is_not(heli: Desk) -> None:
    assert "寄出日期不能晚于收到日期" in send(heli, posted_on="2018-07-21").text
    assert "收到日期不能晚于今天" in send(heli, received_on="2018-07-26").text
    assert "请填日期" in send(heli, posted_on="昨天").text
    late = entered(send(heli, posted_on="2018-07-20", channel="fax"))
    assert "逾期收到" in heli.get(place(late, "/slip")).text


def test_the_same_form_sent_twice_makes_one_submission(app: Flask, heli: Desk) -> None:
    assert entered(send(heli)) == entered(send(heli))
    changed = send(heli, channel="fax")
    assert (changed.status_code, "已经登记过" in changed.text) == (409, True)
    assert 'value="form-000000000001"' not in changed.text
    assert check(app.extensions["yanlu"]).submissions == 1


def test_a_file_of_another_kind_is_named_and_nothing_typed_is_lost(heli: Desk) -> None:
    answer = send(heli, files=[("来信.exe", b"MZ"), ("好的.png", PNG)])
    assert answer.status_code == 422
    assert "“来信.exe”不是PDF、JPG或PNG文件" in answer.text
    assert "好的.png" in answer.text
    assert "资金门槛偏高。" in answer.text


def test_what_is_larger_than_all_scans_may_be_is_refused(heli: Desk) -> None:
    answer = heli.client.post(
        f"/desk/{ENTER}", data=bytes(33 * 1024 * 1024), content_type=MULTIPART
    )
    assert answer.status_code == 413


def test_nobody_who_is_not_signed_in_may_send_so_much(app: Flask) -> None:
    sent = bytes(300 * 1024)
    answer = app.test_client().post(f"/desk/{ENTER}", data=sent, content_type=MULTIPART)
    assert answer.status_code == 413


def test_a_scan_is_handed_out_as_a_file_that_runs_nowhere(heli: Desk, zhoumin: Desk) -> None:
    submission = entered(send(heli, files=[("来信.png", PNG)]))
    page = zhoumin.get(place(submission)).text
    scan = re.findall(r"scans/([0-9a-f]{32})", page)[0]
    answer = zhoumin.get(f"{POLICY}/scans/{scan}")
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "打开原件" in zhoumin.get(place(submission)).text


def test_an_upload_is_its_officers_alone_until_it_is_entered(heli: Desk, zhoumin: Desk) -> None:
    page = send(heli, act="upload", files=[("来信.png", PNG)]).text
    scan = re.findall(r'name="scans" value="([0-9a-f]{32})"', page)[0]
    assert heli.get(f"{POLICY}/scans/{scan}").status_code == 200
    assert zhoumin.get(f"{POLICY}/scans/{scan}").status_code == 404


def test_somebody_else_checks_it_and_nobody_their_own(heli: Desk, zhoumin: Desk) -> None:
    submission = entered(send(heli))
    number = seen(heli, submission)
    own = heli.post(place(submission, "/check"), {"seen": number})
    assert (own.status_code, "请由他人核对" in own.text) == (403, True)
    assert "待核对" in heli.get(place(submission)).text
    other = zhoumin.post(place(submission, "/check"), {"seen": number})
    assert other.status_code == 303
    assert "待核对" not in zhoumin.get(place(submission)).text


def test_a_transcription_is_corrected_split_and_merged_before_the_check(
    heli: Desk, zhoumin: Desk
) -> None:
    submission = entered(send(heli))
    form = zhoumin.get(place(submission) + "?edit=1").text
    first, second = re.findall(r'\.id" value="([0-9a-f]{32})"', form)
    sent = {
        "act": "save", "seen": seen(zhoumin, submission),
        "points[0].id": first, "points[0].clause": "九十九", "points[0].body": "资金门槛太高。",
        "points[1].clause": "二", "points[1].body": "拆出来的一条。",
        "points[2].id": second, "points[2].clause": "", "points[2].body": "",
    }  # fmt: skip
    wrong = zhoumin.post(place(submission, "/correct"), sent)
    assert (wrong.status_code, "文本中没有条款“九十九”" in wrong.text) == (422, True)
    assert "拆出来的一条。" in wrong.text
    done = zhoumin.post(place(submission, "/correct"), {**sent, "points[0].clause": "一"})
    assert done.status_code == 303, done.text
    page = zhoumin.get(place(submission)).text
    gone = "已撤回、并入他条或登记有误"
    for words in ("资金门槛太高。", "拆出来的一条。", "3-3", gone, "改正录入"):
        assert words in page
    stale = zhoumin.post(place(submission, "/correct"), sent | {"points[0].clause": "一"})
    assert (stale.status_code, "有人刚刚改动过" in stale.text) == (409, True)


def test_what_the_public_sent_was_registered_by_nobody(world: World) -> None:
    taken(world, world.service())
    app = world.app(YANLU_NOW=AFTER)
    service = app.extensions["yanlu"]
    with service.database.read() as connection:
        [sent] = submissions.everything(connection, service.keyring)
    page = signed_in(app, "zhoumin", Role.HANDLER).get(place(sent.id)).text
    assert ("公众提交" in page, "登记了来件" in page) == (True, False)


def test_a_whole_submission_is_marked_invalid_or_handed_on_by_a_proposal(
    heli: Desk, zhoumin: Desk
) -> None:
    submission = entered(send(heli))
    number = seen(zhoumin, submission)
    sent = {"seen": number, "disposition": "petition", "reason": " "}
    missing = zhoumin.post(place(submission, "/elsewhere"), sent)
    assert (missing.status_code, "请写明理由" in missing.text) == (422, True)
    done = zhoumin.post(place(submission, "/elsewhere"), {**sent, "reason": "是信访事项"})
    assert done.status_code == 303
    assert zhoumin.get(place(submission)).text.count("yl-fate-word") == 2
    again = zhoumin.post(place(submission, "/elsewhere"), {**sent, "reason": "同上"})
    assert again.status_code == 409


def test_what_only_proposes_words_stays_when_another_point_is_put_right(
    app: Flask, zhoumin: Desk
) -> None:
    registrar = add_officer(app.extensions["yanlu"], "registrar", Role.REGISTRAR)
    points = (
        NewPoint("", "", "删去这一款。"),
        NewPoint("二", "", "改为一亿元。"),
        NewPoint("", "太少"),
    )
    stored = enter_submission(app.extensions["yanlu"], registrar, letter(points=points))
    page = Page(place(stored.id), zhoumin.get(place(stored.id) + "?edit=1"))
    form = next(each for each in page.main.every("form") if each["action"].endswith("/correct"))
    sent = dict(form_pairs(form, "保存改正", {"points[2].body": "太少了"}))
    assert zhoumin.post(place(stored.id, "/correct"), sent).status_code == 303
    states = comment_states_of(app, stored.id).values()
    assert [each.state for each in states] == ["received"] * 3
    assert "太少了" in zhoumin.get(place(stored.id)).text


def test_what_waits_is_as_much_as_the_register_lists(heli: Desk, zhoumin: Desk) -> None:
    merged(zhoumin, entered(send(heli)))
    other = entered(send(heli, key="form-000000000002"))
    checked = {"seen": seen(zhoumin, other)}
    assert zhoumin.post(place(other, "/check"), checked).status_code == 303
    duties = re.findall(
        r"yl-duty-count[^>]*>(\d+)条</b>.*?stage=(\w+)", zhoumin.get().text, re.DOTALL
    )
    assert duties == [("1", "unchecked"), ("2", "study")]
    for number, stage in duties:
        register = zhoumin.get(f"{POLICY}/register?stage={stage}").text
        assert f'<span class="yl-spring">{number}条</span>' in register
    parts = re.findall(r"<b>(\d+)</b> <span>", zhoumin.get(f"{POLICY}/").text)
    assert parts == ["4", "0", "0", "3", "1"]


def test_what_was_merged_into_another_comment_is_decided_by_no_door(
    app: Flask, heli: Desk, zhoumin: Desk
) -> None:
    submission = entered(send(heli))
    gone, whole_page = merged(zhoumin, submission), place(submission)
    invalid = {"disposition": "invalid", "reason": "与文件无关"}
    whole = {**invalid, "seen": seen(zhoumin, submission)}
    assert zhoumin.post(place(submission, "/elsewhere"), whole).status_code == 303
    page = zhoumin.get(whole_page).text
    assert (page.count("yl-fate-word"), page.count("已撤回、并入他条或登记有误")) == (1, 1)
    state = comment_states_of(app, submission)[gone]
    assert state.state == "withdrawn"
    refused = zhoumin.post(f"{POLICY}/comments/{gone}", {**invalid, "seen": str(state.changed)})
    assert (refused.status_code, "不再拟办" in refused.text) == (422, True)
    several = {**invalid, f"pick.{gone}": str(state.changed)}
    assert zhoumin.post(f"{POLICY}/register", several).status_code == 422
    service = app.extensions["yanlu"]
    seal(service, "0" * 32, [gone], "检举")
    unseal(service, "0" * 32, [gone], "不是检举")
    assert comment_states_of(app, submission)[gone].state == "withdrawn"
    assert check(service).differences == []


def test_an_accusation_is_the_inspectors_alone_at_once(
    app: Flask, heli: Desk, zhoumin: Desk
) -> None:
    words = {"points[0].body": "PLANTED-ACCUSATION"}
    submission = entered(send(heli, files=[("来信.png", PNG)], **words))
    page = zhoumin.get(place(submission)).text
    scan = re.findall(r"scans/([0-9a-f]{32})", page)[0]
    comment = re.findall(r"comments/([0-9a-f]{32})", page)[0]
    sent = {"seen": seen(zhoumin, submission), "disposition": "seal", "reason": "反映干部问题"}
    assert zhoumin.post(place(submission, "/elsewhere"), sent).status_code == 303
    admin = signed_in(app, "admin", *(set(Role) - {Role.INSPECTOR}))
    for desk in (heli, zhoumin, admin):
        assert desk.get(place(submission)).status_code == 404
        assert desk.get(place(submission, "/slip")).status_code in {403, 404}
        assert desk.get(f"{POLICY}/scans/{scan}").status_code == 404
        assert desk.get("sealed").status_code == 403
    inspector = signed_in(app, "lujian", Role.INSPECTOR)
    assert "PLANTED-ACCUSATION" in inspector.get("sealed").text
    assert inspector.get(f"{POLICY}/scans/{scan}").data == PNG
    bare = inspector.post("sealed", {"comment": comment, "reason": ""})
    assert (bare.status_code, "请写明理由" in bare.text) == (422, True)
    assert inspector.post("sealed", {"comment": comment, "reason": "不是检举"}).status_code == 303
    assert zhoumin.get(place(submission)).status_code == 200
    assert check(app.extensions["yanlu"]).differences == []


def test_every_page_is_there_in_english(heli: Desk, zhoumin: Desk) -> None:
    submission = entered(send(heli))
    for where in (ENTER, place(submission), place(submission, "/slip"), f"{POLICY}/units"):
        assert 'lang="en"' in zhoumin.get(f"{where}?lang=en").text

"""起草 at the desk: a file in, what was read of it, the steps to its release."""

import io
import json
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.web.desk.drafts.draft_form import CHANNEL_CHOICES, CHOICES, LINES, ROWS
from publisher.importers.answers import DECISIONS, KNOWN
from publisher.sources.schema import PROCEDURES, ChannelEntry
from tests.conftest import World
from tests.http.test_desk_english import bare
from tests.worlds.brought_drafts import ID, body, brought, page, take_step
from tests.worlds.officers import Desk, signed_in

pytestmark = pytest.mark.sqlite


def test_a_file_is_read_and_shown_with_its_doubts_findings_and_difference(drafter: Desk) -> None:
    text = page(drafter, brought(drafter))
    for said in (
        "某某市支持工业发展的措施", "设立专项资金", "序号像是跳了一个", "现公开征求意见",
        "<b>第9段</b> 表格里的字没有读",
        "为什么起草", "旧的话", "期限少于30天", "十经信〔2018〕12号",
        "《重大行政决策程序暂行条例》第十五条", "jxw@example.com", "请核对", "可以交出",
    ):  # fmt: skip
        assert said in text
    assert "网站没有写主办单位" not in text
    assert "某某市支持工业发展的措施" in drafter.get("drafts/").text


def test_what_reading_and_checking_both_find_is_said_once_and_a_flood_is_cut(
    drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    found = json.loads((inbox / name / "findings.json").read_text("utf-8"))
    same = {
        **found["problems"][0],
        "path": f"{ID}/v1.md",
        "text": "跳了一条。",
        "severity": "error",
    }
    for kept in ("reading", "findings"):
        path = inbox / name / f"{kept}.json"
        said = json.loads(path.read_text("utf-8"))
        said["problems"] += [same, *({**same, "line": line} for line in range(10, 159))]
        path.write_text(json.dumps(said), "utf-8")
    text = page(drafter, name)
    assert "有150处必须改" in text
    assert text.count("跳了一条。") == 100
    assert "还有50处没有列出" in text


def test_what_is_kept_is_for_the_service_alone_and_as_the_builder_expects(
    drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    kept = {path for path in (inbox / name).rglob("*") if not path.is_symlink()}
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    assert {path.name for path in (inbox / name).iterdir()} == {
        "draft.json", "source.txt", "reading.json", "findings.json", "policies", "preview",
    }  # fmt: skip
    record = json.loads((inbox / name / "draft.json").read_text("utf-8"))
    assert record["by"] == "zhoumin"
    assert record["base"] == {}
    assert [path.name for path in inbox.iterdir()] == [name]


def test_nobody_releases_what_they_brought_or_handed_in(app: Flask, inbox: Path) -> None:
    both = signed_in(app, "alone", Role.DRAFTER, Role.PUBLISHER)
    name = brought(both)
    take_step(both, name, "handed_in")
    assert 'value="released"' not in page(both, name)
    answer = take_step(both, name, "released")
    assert answer.status_code == 403
    assert "不能自己发布" in answer.text
    assert not (inbox / name / "released.json").exists()


def test_a_drafter_does_not_release_and_another_does_not_change(
    app: Flask, drafter: Desk, publisher: Desk
) -> None:
    name = brought(drafter)
    other = signed_in(app, "liwei", Role.DRAFTER)
    assert take_step(other, name, "handed_in").status_code == 403
    assert take_step(other, name, "removed").status_code == 403
    assert other.post(f"drafts/{name}/answers", {"title": "别的"}).status_code == 403
    take_step(drafter, name, "handed_in")
    assert take_step(other, name, "released").status_code == 403
    assert take_step(other, name, "withdrawn").status_code == 403
    # Who releases may give it back.
    assert take_step(publisher, name, "withdrawn").status_code == 303
    assert "可以交出" in page(drafter, name)


def test_what_was_seen_is_what_goes_on(drafter: Desk, publisher: Desk, inbox: Path) -> None:
    name = brought(drafter)
    stale = drafter.post(f"drafts/{name}", {"step": "handed_in", "seen": "0" * 64})
    assert stale.status_code == 409
    take_step(drafter, name, "handed_in")
    (inbox / name / "policies" / ID / "v1.md").write_text("别的话\n", "utf-8")
    assert take_step(publisher, name, "released").status_code == 409
    assert not (inbox / name / "released.json").exists()


def test_a_policy_that_changes_meanwhile_stops_its_draft_until_that_is_read_again(
    drafter: Desk, publisher: Desk, inbox: Path
) -> None:
    name = brought(drafter, policy="known-2017")
    drafter.post(f"drafts/{name}/answers", {"decide[0]": "v1.part_1=part_2"})
    assert take_step(drafter, name, "handed_in").status_code == 303
    there = inbox.parent / "policies" / "known-2017" / "policy.yml"
    there.write_text("title: 改了\n", "utf-8")
    refused = take_step(publisher, name, "released")
    assert refused.status_code == 422
    assert "在此期间改过" in refused.text
    assert take_step(publisher, name, "withdrawn").status_code == 303
    assert take_step(drafter, name, "handed_in").status_code == 422
    assert drafter.post(f"drafts/{name}/answers", {}).status_code == 303
    assert take_step(drafter, name, "handed_in").status_code == 303
    # An id that was free, and is no longer, is asked for again.
    name = brought(drafter)
    (inbox.parent / "policies" / ID).mkdir()
    assert "已经有这个编号" in drafter.post(f"drafts/{name}/answers", {}).text


def test_what_must_be_changed_stops_a_draft_and_answers_change_it(drafter: Desk) -> None:
    name = brought(drafter, "标题\n一、缺了第二条。\n")
    assert "有1处必须改" in page(drafter, name)
    assert take_step(drafter, name, "handed_in").status_code == 422
    name = brought(drafter, id="another-2018")
    filled = {
        "title": "新的标题", "id": "better-2018", "windows[0].opens": "2018-07-12",
        "channels[0].kind": "phone", "channels[0].to": "0719-8652211转8001",
        "channels[1].kind": "", "channels[1].to": "",
    }  # fmt: skip
    assert drafter.post(f"drafts/{name}/answers", filled).status_code == 303
    text = page(drafter, name)
    assert "新的标题" in text
    assert "better-2018" in text
    assert "0719-8652211转8001" in text


def test_what_is_left_as_it_was_shown_is_no_answer(drafter: Desk, inbox: Path) -> None:
    name = brought(drafter)
    shown = {
        "title": "某某市支持工业发展的措施", "issuer": "", "kind": "document", "id": ID,
        "windows[0].opens": "2018-07-12", "windows[0].closes": "2018-07-18",
        "channels[0].kind": "email", "channels[0].to": "jxw@example.com", "channels[1].kind": "",
    }  # fmt: skip
    assert drafter.post(f"drafts/{name}/answers", shown).status_code == 303
    record = json.loads((inbox / name / "draft.json").read_text("utf-8"))
    assert record["answers"] == {"published_on": "2018-07-15", "kind": "document"}
    more = {**shown, "channels[1].kind": "phone", "channels[1].to": "0719-8652211"}
    assert drafter.post(f"drafts/{name}/answers", more).status_code == 303
    record = json.loads((inbox / name / "draft.json").read_text("utf-8"))
    kept = {"kind": "email", "to": "jxw@example.com", "postcode": ""}
    assert record["answers"]["channels"] == [kept, {"kind": "phone", "to": "0719-8652211"}]


def test_what_is_typed_by_half_goes_to_the_builder_and_a_day_stays(
    drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    half = {
        "published_on": "", "windows[0].closes": "2018-08-20", "channels[0].kind": "",
        "channels[0].to": "jxw@example.com", "channels[1].kind": "", "channels[1].to": "新的地址",
    }  # fmt: skip
    assert drafter.post(f"drafts/{name}/answers", half).status_code == 303
    answers = json.loads((inbox / name / "draft.json").read_text("utf-8"))["answers"]
    assert answers == {
        "published_on": "2018-07-15", "windows": [{"closes": "2018-08-20"}],
        "channels": [{"to": "新的地址"}],
    }  # fmt: skip


def test_the_form_asks_what_the_builder_takes() -> None:
    assert {*LINES, *CHOICES, *ROWS, DECISIONS} <= KNOWN
    assert set(CHOICES["procedure"][1]) == set(PROCEDURES)
    assert set(CHANNEL_CHOICES) - {""} == set(
        get_args(ChannelEntry.model_fields["kind"].annotation)
    )


def test_an_answer_that_will_not_do_is_asked_again_with_what_was_typed(drafter: Desk) -> None:
    name = brought(drafter)
    answer = drafter.post(f"drafts/{name}/answers", {"title": "留着我", "issued_on": "昨天"})
    assert answer.status_code == 422
    assert "发布日期写作2026-11-30" in answer.text
    assert "留着我" in answer.text
    assert "留着我" not in page(drafter, name)


def test_the_next_version_is_made_over_the_files_there_are(drafter: Desk, inbox: Path) -> None:
    name = brought(drafter, policy="known-2017")
    record = json.loads((inbox / name / "draft.json").read_text("utf-8"))
    assert set(record["base"]) == {"policy.yml", "plan.pdf"}
    folder = inbox / name / "policies" / "known-2017"
    assert {path.name for path in folder.iterdir()} == {"policy.yml", "plan.pdf", "v1.md"}
    with zipfile.ZipFile(io.BytesIO(body(drafter, f"drafts/{name}/zip"))) as package:
        assert "known-2017/v1.md" in package.namelist()


def test_what_is_unsure_about_a_clause_is_decided_before_it_is_handed_in(
    drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter, policy="known-2017")
    text = page(drafter, name)
    assert "是不是上一稿的同一条" in text
    assert 'value="v1.part_1=part_2"' in text
    assert take_step(drafter, name, "handed_in").status_code == 422
    forged = {"decide[0]": "--to=v1"}
    assert drafter.post(f"drafts/{name}/answers", forged).status_code == 303
    record = json.loads((inbox / name / "draft.json").read_text("utf-8"))
    assert "decisions" not in record["answers"]
    decided = {"decide[0]": "v1.part_1=part_2"}
    assert drafter.post(f"drafts/{name}/answers", decided).status_code == 303
    assert "是不是上一稿的同一条" not in page(drafter, name)
    assert take_step(drafter, name, "handed_in").status_code == 303


def test_its_pages_are_english_but_for_what_is_quoted(drafter: Desk, publisher: Desk) -> None:
    name = brought(drafter, policy="known-2017")
    other = brought(drafter)
    take_step(drafter, other, "handed_in")
    places = ("drafts/", f"drafts/{name}", f"drafts/{other}")
    found = {
        (place, desk.csrf): bare(desk, place) for desk in (drafter, publisher) for place in places
    }
    assert {place: said for place, said in found.items() if said} == {}
    shown = drafter.get(f"drafts/{name}?lang=en").text
    assert "a number may be missing" in shown
    assert "warning at K004" in shown
    assert "期限少于30天" not in shown
    bad = {"id": "another-2018", "file": (io.BytesIO("坏的\n".encode()), "措施.txt")}
    refused = drafter.post("drafts/?lang=en", bad, content_type="multipart/form-data")
    assert "Not taken: error at K004" in refused.text


def test_without_an_inbox_the_page_says_so(world: World) -> None:
    desk = signed_in(world.app(), "zhoumin", Role.DRAFTER)
    assert "这里还不能起草" in desk.get("drafts/").text
    assert desk.get("drafts/" + "0" * 16).status_code == 404

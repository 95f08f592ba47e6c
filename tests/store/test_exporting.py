import json
from pathlib import Path
from typing import Any

import pytest

from comments_service.domain.errors import UnknownPolicy
from comments_service.services.intake.own_submission import withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.tally import public_tally
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World, publish, the_policy


@pytest.fixture
def filled(world: World, service: Service) -> Service:
    submit(service, parse_submission(world.citizen()))
    submit(service, parse_submission(world.company(comments=[confidential(world)])))
    submit(service, parse_submission(world.department()))
    return service


def confidential(world: World) -> dict[str, Any]:
    comment: dict[str, Any] = world.citizen()["comments"][0]
    return {**comment, "confidential": True, "body": "我们的成本是三百万元。", "reason": "成本"}


def exported(service: Service, folder: Path, edition: str) -> dict[str, Any]:
    file = folder / f"{edition}.json"
    export_file(service, POLICY, edition, "json", file)
    whole: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return whole


def test_the_public_edition_masks_names_and_has_no_contacts(
    filled: Service, tmp_path: Path
) -> None:
    rows = exported(filled, tmp_path, "public")["comments"]
    assert [row["name"] for row in rows] == ["林*芸", "某企业(茅箭区)", "十堰市财政局"]
    text = json.dumps(rows, ensure_ascii=False)
    private = ("林晓芸", "晨光", "周立群", "何书平", "719-8651234", "7198651234")
    assert [words for words in private if words in text] == []
    assert not {"phone", "email", "uscc"} & set(rows[0])


def test_a_confidential_comment_is_withheld_and_still_counted(
    filled: Service, tmp_path: Path
) -> None:
    whole = exported(filled, tmp_path, "public")
    row = whole["comments"][1]
    assert (row["body"], row["reason"], row["withheld"]) == ("", "", "commercial_secret")
    assert whole["tally"]["comments"] == 3


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_the_words_that_were_selected_are_exported(
    world: World, service: Service, tmp_path: Path, edition: str
) -> None:
    comment = {**world.citizen()["comments"][0], "selector": {"exact": "专项资金"}}
    submit(
        service, parse_submission(world.citizen(comments=[comment, {**comment, "selector": None}]))
    )
    rows = exported(service, tmp_path, edition)["comments"]
    assert [row["selected_text"] for row in rows] == ["专项资金", ""]


def test_a_place_is_public_down_to_its_county(
    world: World, service: Service, tmp_path: Path
) -> None:
    submit(service, parse_submission(world.citizen(place="张湾区锦绣花园小区5栋302")))
    assert exported(service, tmp_path, "public")["comments"][0]["place"] == "张湾区"
    restricted = exported(service, tmp_path, "restricted")["comments"][0]
    assert restricted["place"] == "张湾区锦绣花园小区5栋302"


def test_the_restricted_edition_says_everything(filled: Service, tmp_path: Path) -> None:
    rows = exported(filled, tmp_path, "restricted")["comments"]
    assert (rows[0]["name"], rows[0]["phone"]) == ("林晓芸", "+8613807281234")
    assert (rows[1]["body"], rows[1]["withheld"]) == ("我们的成本是三百万元。", "")
    assert (rows[1]["name"], rows[1]["organisation"]) == ("周立群", "茅箭区晨光机械有限公司")


@pytest.mark.parametrize("typed", ["0719-8652211转8001", "0719-8652211;ext=8001"])
def test_the_extension_of_a_telephone_is_in_the_restricted_edition_alone(
    world: World, service: Service, tmp_path: Path, typed: str
) -> None:
    submit(service, parse_submission(world.citizen(phone=typed)))
    restricted = exported(service, tmp_path, "restricted")["comments"][0]
    assert restricted["phone"] == "+867198652211转8001"
    assert "phone" not in exported(service, tmp_path, "public")["comments"][0]


def test_an_email_address_is_written_without_what_shows_nothing(
    world: World, service: Service, tmp_path: Path
) -> None:
    submit(service, parse_submission(world.citizen(email="\u202alin\u200b@example.test\u202c ")))
    assert exported(service, tmp_path, "restricted")["comments"][0]["email"] == "lin@example.test"


def test_people_at_one_switchboard_are_told_apart_by_name_alone(
    world: World, service: Service
) -> None:
    for phone in ("0719-8652211", "0719-8652211转8001", "0719-8652211转8002"):
        submit(service, parse_submission(world.citizen(phone=phone)))
    submit(service, parse_submission(world.citizen(phone="0719-8652211转8001", name="何书平")))
    assert public_tally(service, POLICY)["participants"] == 2


def test_the_restricted_tally_is_always_split(filled: Service, tmp_path: Path) -> None:
    tally = exported(filled, tmp_path, "restricted")["tally"]
    assert tally["by_day"] == [
        {"day": "2018-07-15", "submissions": 3, "comments": 3, "participants": 2}
    ]
    kinds = {row["participant"]: row["participants"] for row in tally["by_participant"]}
    assert kinds == {"person": 1, "organisation": 1, "department": 1}


def test_what_was_received_reconciles_with_the_entries(filled: Service, tmp_path: Path) -> None:
    reconciliation = exported(filled, tmp_path, "public")["reconciliation"]
    assert reconciliation["balanced"] is True
    assert reconciliation["comments"]["received"] == 3
    assert reconciliation["comments"]["unresolved"] == 3


def test_the_export_says_of_which_text_and_window_it_is(filled: Service, tmp_path: Path) -> None:
    manifest = exported(filled, tmp_path, "public")["manifest"]
    assert manifest["as_of"] == "2018-07-15T10:00:00+08:00"
    assert manifest["windows"][0]["closes_at"] == "2018-07-19T00:00:00+08:00"


def test_exact_text_comes_back(world: World, service: Service, tmp_path: Path) -> None:
    body = " =1+1\n\t“引号”,🙂 \n"
    comment = {"stance": "oppose", "body": body}
    submit(service, parse_submission(world.citizen(comments=[comment])))
    row = exported(service, tmp_path, "public")["comments"][0]
    assert (row["body"], row["wid"], row["citation"]) == (body, None, "全文")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_other_formats_are_written_from_the_same_rows(
    filled: Service, tmp_path: Path, file_format: str
) -> None:
    file = tmp_path / f"out.{file_format}"
    export_file(filled, POLICY, "public", file_format, file)
    assert file.stat().st_size > 0


def test_a_policy_that_is_no_longer_published_is_exported_by_its_id(
    world: World, filled: Service, tmp_path: Path
) -> None:
    publish(world.site, the_policy(id="another"))
    whole = exported(filled, tmp_path, "restricted")
    assert (whole["manifest"]["title"], whole["manifest"]["windows"]) == (POLICY, [])
    assert whole["tally"]["comments"] == len(whole["comments"]) == 3
    assert whole["tally"]["by_clause"][0]["citation"] == "第一部分（一）"


def test_an_export_needs_no_clauses(
    world: World, service: Service, database_url: str, tmp_path: Path
) -> None:
    submit(service, parse_submission(world.citizen()))
    (world.site / POLICY / "v1/clauses.json").unlink()
    again = world.service(YANLU_DATABASE=database_url)
    tally = exported(again, tmp_path, "public")["tally"]
    assert tally["by_clause"][0]["citation"] == "第一部分（一）"


def test_no_such_policy_writes_nothing(filled: Service, tmp_path: Path) -> None:
    with pytest.raises(UnknownPolicy):
        export_file(filled, "nothing", "public", "json", tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_the_public_tally_is_split_from_ten_comments_on(world: World, service: Service) -> None:
    comment = world.citizen()["comments"][0]
    submit(service, parse_submission(world.citizen(comments=[comment] * 9)))
    assert "by_day" not in public_tally(service, POLICY)
    submit(service, parse_submission(world.department()))
    tally = public_tally(service, POLICY)
    assert tally["by_day"][0]["comments"] == 10
    assert (tally["participants"], tally["departments"]) == (1, 1)


def test_the_tally_by_clause_is_in_the_order_of_the_text(world: World, service: Service) -> None:
    names = ["part_2", None, "v1.part_1__sec_1", "part_1", "part_2"]
    comments = [{"stance": "support", "body": "好", "clause": name} for name in names]
    submit(service, parse_submission(world.citizen(comments=comments)))
    rows = public_tally(service, POLICY)["by_clause"]
    cited = [(row["citation"], row["comments"]) for row in rows]
    assert cited == [("第一部分", 1), ("第一部分（一）", 1), ("第二部分", 2), ("全文", 1)]
    assert rows[2]["stances"] == {"support": 2, "oppose": 0, "suggest": 0, "question": 0}
    assert (rows[3]["wid"], rows[3]["eid"]) == (None, None)


def test_what_was_withdrawn_is_a_row_without_words_in_public_and_no_stance(
    world: World, service: Service, tmp_path: Path
) -> None:
    gone = {"stance": "oppose", "body": "撤回。", "proposed_text": "改法。", "reason": "理由。"}
    sent = world.citizen(comments=[gone, {"stance": "support", "body": "留下。"}])
    taken = submit(service, parse_submission(sent))
    shown = ShownReceipt(taken.receipt_no, taken.query_code)
    withdraw(service, shown, taken.comments[0].id)
    for edition, words in (("public", ["", "", ""]), ("restricted", [*gone.values()][1:])):
        whole = exported(service, tmp_path, edition)
        first, second = whole["comments"]
        assert [first[name] for name in ("body", "proposed_text", "reason")] == words
        assert (first["state"], first["withheld"], second["body"]) == ("withdrawn", "", "留下。")
        assert whole["reconciliation"]["comments"]["withdrawn"] == 1
        assert whole["reconciliation"]["balanced"] is True
    tally = public_tally(service, POLICY)
    [row] = tally["by_clause"]
    assert row["stances"] == {"support": 1, "oppose": 0, "suggest": 0, "question": 0}
    assert (tally["comments"], tally["withdrawn"], row["withdrawn"]) == (2, 1, 1)

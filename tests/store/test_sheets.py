"""Decisions and letters by workbook, through the database."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.decision import NewDecision
from comments_service.domain.errors import Invalid, NotReconciled, OwnProposal
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.register.deciding import propose, release, seal
from comments_service.services.service import Service
from comments_service.services.workbooks.letters import enter_letters, letters_file, read_letters
from comments_service.services.workbooks.sheets import dispositions_file, preview, take
from comments_service.sheets.row_key import shown
from comments_service.sheets.workbook_cells import read_workbook
from comments_service.store.comments import comment_states as states
from comments_service.store.comments import submissions
from comments_service.store.database.tables import comment_states
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.http.examples import SHOWN_PHONE
from tests.servers.databases import writing
from tests.worlds.decision_sheets import LETTERS, TWO_LETTERS, edited, put
from tests.worlds.ledgers import without_triggers

HANDLER = Officer("h1", "chengban", "承办", frozenset({Role.HANDLER}))


def sent(world: World, service: Service, **changes: Any) -> list[str]:
    made = submit(service, parse_submission(world.citizen(**changes)))
    return [each.id for each in made.comments]


def three(world: World, service: Service) -> list[str]:
    comment = world.citizen()["comments"][0]
    bodies = ("=先说一句", "第二句\n另一行😀", "第三句")
    return sent(world, service, comments=[{**comment, "body": body} for body in bodies])


def sheet(service: Service, folder: Path) -> bytes:
    path = folder / "sheet.xlsx"
    dispositions_file(service, POLICY, path)
    return path.read_bytes()


def cells(data: bytes) -> list[str]:
    return [shown(cell) for each in read_workbook(data) for _, row in each.rest for cell in row]


def proposals(service: Service, ids: list[str]) -> list[str | None]:
    with service.database.read() as connection:
        found = states.named(connection, ids)
    return [found[each].disposition for each in ids]


def told(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [f"{f.field} {f.message % f.values}" for f in refused.value.faults]


def test_what_was_filled_in_is_shown_and_then_taken_together(
    world: World, service: Service, tmp_path: Path
) -> None:
    ids = three(world, service)
    edit = put(H4="采纳", I4="二、", H5="未采纳", J5="=暂无\n依据", K5="摘要")
    seen = preview(service, POLICY, edited(sheet(service, tmp_path), edit))
    assert seen.faults == ()
    assert seen.unchanged == 1
    assert [(c.cell, c.number, c.before, c.carried) for c in seen.changes] == [
        ("意见采纳情况表!H4", "1-1", None, "第二部分"),
        ("意见采纳情况表!H5", "1-2", None, ""),
    ]
    assert proposals(service, ids) == [None, None, None]
    made = take(service, HANDLER, seen)
    assert proposals(service, ids) == ["adopted", "not_adopted", None]
    assert (made[0].to_wid, made[1].reason) == ("v1.part_2", "=暂无\n依据")
    assert check(service).differences == []
    with pytest.raises(OwnProposal):
        release(service, HANDLER.id, [(made[0].comment, made[0].id)])


def test_a_sheet_that_left_after_the_decision_shows_it_and_says_nothing_new(
    world: World, service: Service, tmp_path: Path
) -> None:
    three(world, service)
    first = edited(sheet(service, tmp_path), put(H4="部分采纳", I4="二、", J4="有限"))
    take(service, HANDLER, preview(service, POLICY, first))
    again = preview(service, POLICY, sheet(service, tmp_path))
    assert (again.changes, again.unchanged, again.faults) == ((), 3, ())


def test_nothing_is_taken_where_one_cell_is_at_fault(
    world: World, service: Service, tmp_path: Path
) -> None:
    ids = three(world, service)
    seen = preview(
        service, POLICY, edited(sheet(service, tmp_path), put(H4="采纳", H5="未采纳", H6="采纳"))
    )
    with pytest.raises(Invalid) as refused:
        take(service, HANDLER, seen)
    assert told(refused) == ["意见采纳情况表!J5 除“采纳”外，须写明理由"]
    assert proposals(service, ids) == [None, None, None]


def test_a_comment_that_is_changed_between_preview_and_taking_is_named(
    world: World, service: Service, tmp_path: Path
) -> None:
    ids = three(world, service)
    seen = preview(service, POLICY, edited(sheet(service, tmp_path), put(H4="采纳", H6="采纳")))
    propose(service, "h2", [NewDecision(ids[2], "not_adopted", "无", "", None, "", 99)])
    with pytest.raises(Invalid) as refused:
        take(service, HANDLER, seen)
    assert told(refused) == ["意见采纳情况表!H6 这条意见刚刚被改动，请重新核对"]
    assert proposals(service, ids) == [None, None, "not_adopted"]


def test_a_sealed_comment_is_in_no_sheet(world: World, service: Service, tmp_path: Path) -> None:
    ids = three(world, service)
    left = sheet(service, tmp_path)
    seal(service, "j1", [ids[1]], "检举控告")
    assert "第三句" in cells(sheet(service, tmp_path))
    assert "第二句\n另一行😀" not in cells(sheet(service, tmp_path))
    seen = preview(service, POLICY, edited(left, put(H5="无效", J5="无")))
    assert [f.field for f in seen.faults] == ["意见采纳情况表!B5"]


def test_names_are_masked_and_contacts_are_in_no_sheet(
    world: World, service: Service, tmp_path: Path
) -> None:
    three(world, service)
    found = cells(sheet(service, tmp_path))
    assert "林*芸" in found
    assert not [value for value in found if "林晓芸" in value or SHOWN_PHONE.search(value)]


def test_a_comment_that_was_taken_out_by_hand_refuses_the_sheet(
    world: World, service: Service, tmp_path: Path
) -> None:
    ids = three(world, service)
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(delete(comment_states).where(comment_states.c.comment == ids[0]))
    with pytest.raises(NotReconciled, match=ids[0]):
        sheet(service, tmp_path)
    assert not (tmp_path / "sheet.xlsx").exists()


def letters(service: Service, folder: Path, **cells: Any) -> bytes:
    path = folder / "letters.xlsx"
    letters_file(service, POLICY, path)
    return edited(path.read_bytes(), put(**cells), LETTERS)


def test_letters_are_entered_together_and_the_same_file_enters_them_once(
    service: Service, tmp_path: Path
) -> None:
    data = letters(service, tmp_path, **TWO_LETTERS)
    seen = read_letters(service, POLICY, data)
    assert seen.faults == ()
    made = enter_letters(service, HANDLER, seen)
    assert [(each.channel, len(each.comments)) for each in made] == [("letter", 2), ("fax", 1)]
    again = enter_letters(service, HANDLER, read_letters(service, POLICY, data))
    assert [each.receipt_no for each in again] == [each.receipt_no for each in made]
    with service.database.read() as connection:
        assert submissions.count_rows(connection) == (2, 3)


def test_a_letter_of_a_day_to_come_is_named_and_none_is_entered(
    service: Service, tmp_path: Path
) -> None:
    data = letters(service, tmp_path, **{**TWO_LETTERS, "D6": "2018-07-16"})
    with pytest.raises(Invalid) as refused:
        enter_letters(service, HANDLER, read_letters(service, POLICY, data))
    assert told(refused) == ["来件登记表!D6 收到日期不能晚于今天"]
    with service.database.read() as connection:
        assert submissions.count_rows(connection) == (0, 0)

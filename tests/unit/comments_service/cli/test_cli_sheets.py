"""The commands that write and read workbooks."""

from pathlib import Path

import pytest

from comments_service.cli.main import main
from comments_service.domain.accounts.roles import Role
from comments_service.domain.errors import OwnProposal
from comments_service.services.database.identity import note_identity
from comments_service.services.intake.submit import submit
from comments_service.services.register.deciding import release
from comments_service.services.service import Service
from comments_service.store.comments import comment_states, submissions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.worlds.decision_sheets import LETTERS, TWO_LETTERS, compute, edited, put
from tests.worlds.officers import add_officer


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    return world


def three(world: World) -> tuple[Service, list[str]]:
    service = world.service()
    comments = world.citizen()["comments"] * 3
    made = submit(service, parse_submission(world.citizen(comments=comments)))
    note_identity(service)
    return service, [each.id for each in made.comments]


def proposals(service: Service, ids: list[str]) -> list[str | None]:
    with service.database.read() as connection:
        found = comment_states.named(connection, ids)
    return [found[each].disposition for each in ids]


def test_the_command_line_shows_first_and_takes_with_who_and_yes(
    operator: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service, ids = three(operator)
    add_officer(service, "chengban", Role.HANDLER)
    add_officer(service, "dengji", Role.REGISTRAR)
    file = tmp_path / "s.xlsx"
    assert main(["decisions", "export", POLICY, str(file)]) == 0
    file.write_bytes(edited(file.read_bytes(), put(H4="未采纳", J4="无依据")))
    assert main(["decisions", "import", POLICY, str(file)]) == 0
    out = capsys.readouterr().out
    assert "意见采纳情况表!H4 1-1: - -> 未采纳 无依据" in out
    assert proposals(service, ids) == [None, None, None]
    taking = ["decisions", "import", POLICY, str(file), "--yes"]
    assert main(taking) == 2
    assert main([*taking, "--by", "nobody"]) == 2
    assert main([*taking, "--by", "dengji"]) == 2
    assert proposals(service, ids) == [None, None, None]
    assert main([*taking, "--by", "chengban"]) == 0
    assert proposals(service, ids) == ["not_adopted", None, None]


def test_what_an_officer_took_from_a_sheet_by_command_is_their_own_proposal(
    operator: World, tmp_path: Path
) -> None:
    service, ids = three(operator)
    both = add_officer(service, "chenjing", Role.HANDLER, Role.REVIEWER)
    file = tmp_path / "s.xlsx"
    main(["decisions", "export", POLICY, str(file)])
    file.write_bytes(edited(file.read_bytes(), put(H4="未采纳", J4="无依据")))
    assert main(["decisions", "import", POLICY, str(file), "--yes", "--by", "chenjing"]) == 0
    with service.database.read() as connection:
        proposal = comment_states.named(connection, ids)[ids[0]].proposal
    assert proposal
    with pytest.raises(OwnProposal):
        release(service, both.id, [(ids[0], proposal)])


def test_the_command_line_names_every_cell_at_fault(
    operator: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    three(operator)
    file = tmp_path / "s.xlsx"
    main(["decisions", "export", POLICY, str(file)])
    file.write_bytes(edited(edited(file.read_bytes(), put(H4="采那")), compute(H5="=1+1")))
    assert main(["decisions", "import", POLICY, str(file)]) == 2
    err = capsys.readouterr().err
    assert f"{file}:意见采纳情况表!H4 There is no disposition “采那”" in err
    assert f"{file}:意见采纳情况表!H5 This is a formula" in err
    file.write_bytes(b"no workbook")
    assert main(["decisions", "import", POLICY, str(file)]) == 2
    assert "This is no Excel workbook" in capsys.readouterr().err


def test_the_command_line_enters_letters(
    operator: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service, _ = three(operator)
    add_officer(service, "dengji", Role.REGISTRAR)
    file = tmp_path / "l.xlsx"
    assert main(["intake", "template", POLICY, str(file)]) == 0
    file.write_bytes(edited(file.read_bytes(), put(**TWO_LETTERS), LETTERS))
    assert main(["intake", "read", POLICY, str(file)]) == 0
    assert "来件登记表!A4 1: 信函 2018-07-14 2" in capsys.readouterr().out
    assert main(["intake", "read", POLICY, str(file), "--yes", "--by", "dengji"]) == 0
    with service.database.read() as connection:
        assert submissions.count_rows(connection) == (3, 6)

"""``staff …``: what an operator types, and what is printed."""

import io
import re

import pytest

from comments_service.cli.main import main
from comments_service.services.accounts import passwords, staff
from comments_service.services.accounts.staff import THREE_PEOPLE, accounts
from tests.conftest import World


@pytest.fixture(autouse=True)
def environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.service()
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)


def add(*more: str, login: str = "zhoumin") -> int:
    return main(["staff", "add", login, "--name", "周敏", "--role", "handler", *more])


def test_an_account_is_added_and_its_first_password_printed_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add("--role", "审核", "--policy", "shiyan-industry-2018") == 0
    told = capsys.readouterr().out
    (first,) = re.findall(r"^first password: (\S+)$", told, re.MULTILINE)
    assert "承办 handler, 审核 reviewer" in told
    (row,) = accounts(world.service())
    assert passwords.is_right(row.password, first)
    assert first not in row.password
    assert row.officer.policies == {"shiyan-industry-2018"}
    assert main(["staff", "list"]) == 0
    listed = capsys.readouterr().out
    assert listed == "zhoumin  周敏  承办 handler, 审核 reviewer  only shiyan-industry-2018\n"


def test_a_password_is_taken_from_the_standard_input(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("tea at noon \n"))
    assert add("--password-stdin") == 0
    assert "password" not in capsys.readouterr().out
    (row,) = accounts(world.service())
    assert passwords.is_right(row.password, "tea at noon ")
    assert not row.first_password


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["add", "Zhou Min", "--name", "周敏", "--role", "handler"], "a login is 1 to 64"),
        (["add", "zm", "--name", " ", "--role", "handler"], "--name takes 1 to 50"),
        (["lock", "nobody"], "nobody: no account has this login"),
        (["password", "nobody"], "nobody: no account has this login"),
        (["roles", "nobody", "--role", "handler"], "nobody: no account has this login"),
    ],
)
def test_what_will_not_do_is_refused_in_words(
    typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", *typed]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.sqlite
@pytest.mark.parametrize("typed", ["", "short\n", "aaaaaaaaaaaaaaaa\n", "zhoumin-zhoumin\n"])
def test_a_password_that_is_too_weak_is_refused(
    world: World, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert add("--password-stdin") == 2
    assert accounts(world.service()) == []


@pytest.mark.sqlite
def test_an_unknown_role_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        add("--role", "boss")
    assert "the roles are registrar, handler, reviewer" in capsys.readouterr().err


def test_a_login_is_given_to_one_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert add() == 0
    assert add() == 2
    assert "there is an account with this login already" in capsys.readouterr().err


def test_an_office_of_three_is_set_up_at_once_or_not_at_all(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "preset", "three-people"]) == 0
    assert len(set(re.findall(r"first password: (\S+)", capsys.readouterr().out))) == 3
    assert {row.officer.login for row in accounts(world.service())} == {
        login for login, _, _ in THREE_PEOPLE
    }
    assert main(["staff", "preset", "three-people"]) == 2
    assert len(accounts(world.service())) == 3


def test_whoever_decides_in_an_office_of_three_another_can_release() -> None:
    from comments_service.domain.accounts.roles import Right, rights_of

    rights = {login: rights_of(roles) for login, _, roles in THREE_PEOPLE}
    for right in Right:
        if right is not Right.SEALED:
            assert any(right in held for held in rights.values()), right
    for decides in rights:
        assert any(Right.RELEASE in held for other, held in rights.items() if other != decides)


def test_locking_and_unlocking_and_new_roles_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    add()
    assert main(["staff", "lock", "zhoumin"]) == 0
    assert main(["staff", "roles", "zhoumin", "--role", "publisher"]) == 0
    capsys.readouterr()
    main(["staff", "list"])
    assert capsys.readouterr().out == "zhoumin  周敏  发布 publisher  locked\n"
    assert main(["staff", "unlock", "zhoumin"]) == 0
    capsys.readouterr()
    main(["staff", "list"])
    assert capsys.readouterr().out == "zhoumin  周敏  发布 publisher\n"


def stand_in(*days: str, by: str = "heli") -> int:
    between = ["--from", days[0], "--to", days[1]]
    typed = ["staff", "stand-in", "zhoumin", "--role", "reviewer", *between, "--by", by]
    return main(typed)


def test_a_stand_in_is_arranged_by_somebody_else(world: World) -> None:
    add()
    add(login="heli")
    assert stand_in("2018-07-15", "2018-07-20") == 0
    (made,) = staff.stand_ins(world.service())
    names = {row.officer.id: row.officer.login for row in accounts(world.service())}
    assert (names[made.staff_id], made.role, names[made.by]) == ("zhoumin", "reviewer", "heli")


@pytest.mark.parametrize(
    ("days", "by"),
    [
        (("2018-07-20", "2018-07-15"), "heli"),
        (("2018-07-01", "2018-07-02"), "heli"),
        (("2018-07-15", "2018-07-20"), "zhoumin"),
        (("2018-07-15", "2018-07-20"), "nobody"),
    ],
)
def test_a_stand_in_that_will_not_do_is_refused(
    world: World, days: tuple[str, str], by: str
) -> None:
    add()
    add(login="heli")
    assert stand_in(*days, by=by) == 2
    assert staff.stand_ins(world.service()) == []


def test_every_change_to_an_account_is_an_entry_without_names(world: World) -> None:
    add()
    add(login="heli")
    stand_in("2018-07-15", "2018-07-20")
    main(["staff", "password", "zhoumin"])
    main(["staff", "roles", "zhoumin", "--role", "publisher"])
    main(["staff", "lock", "zhoumin"])
    found = entries(world)
    assert [kind for kind, _ in found] == [
        "staff.added", "staff.added", "staff.stood_in",
        "staff.changed", "staff.changed", "staff.locked",
    ]  # fmt: skip
    told = "".join(body for _, body in found)
    for personal in ("周敏", "zhoumin", "heli", "argon2"):
        assert personal not in told


def entries(world: World) -> list[tuple[str, str]]:
    from sqlalchemy import text

    with world.service().database.read() as connection:
        query = "SELECT type, body FROM ledger WHERE type LIKE 'staff.%' ORDER BY id"
        return [(row[0], row[1]) for row in connection.execute(text(query))]

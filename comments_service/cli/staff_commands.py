"""The commands ``staff …``: accounts of the desk, their roles and passwords."""

import argparse
import sys
from datetime import date
from functools import partial

from comments_service.cli.commands import Command, Commands, echo, simple
from comments_service.cli.opened_service import laid_out
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.register.code_words import ROLES
from comments_service.services.accounts import staff
from interface.command_line import said

_FIRST = "first password: %(password)s"
_ONCE = "shown this once; it must be changed when it is first used"


def add_commands(commands: Commands) -> None:
    """Add the commands that open, change, lock and list accounts."""
    group = commands.add_parser("staff", help="accounts of the desk").add_subparsers(required=True)
    add = _of_login(group, "add", _add, "open an account and print its first password")
    add.add_argument("--name", required=True, help="as the desk shows it")
    _roles_and_policies(add)
    _password(add)
    simple(group, "list", _list, "print every account with its roles")
    preset = simple(group, "preset", _preset, "open the accounts of a whole office")
    preset.add_argument("preset", choices=["three-people"])
    _of_login(
        group,
        "lock",
        partial(_set_active, active=False),
        "let nobody in by this account, and end its sessions",
    )
    _of_login(group, "unlock", partial(_set_active, active=True), "undo that")
    _password(_of_login(group, "password", _new_password, "give an account a new first password"))
    words = "give an account these roles in place of its own"
    _roles_and_policies(_of_login(group, "roles", _set_roles, words))
    instead = _of_login(group, "stand-in", _stand_in, "let somebody have a role for some days")
    instead.add_argument("--role", required=True, type=_role, metavar="ROLE")
    for option in ("--from", "--to"):
        instead.add_argument(
            option, required=True, type=_day, metavar="DAY", dest=option.strip("-") + "_day"
        )
    instead.add_argument("--by", required=True, metavar="LOGIN", help="who orders it")


def _of_login(group: Commands, name: str, run: Command, words: str) -> argparse.ArgumentParser:
    command = simple(group, name, run, words)
    command.add_argument("login", metavar="LOGIN")
    return command


def _roles_and_policies(command: argparse.ArgumentParser) -> None:
    known = ", ".join(Role)
    command.add_argument(
        "--role", required=True, action="append", type=_role, metavar="ROLE", dest="roles",
        help=said("one of %(roles)s; repeatable", roles=known),
    )  # fmt: skip
    command.add_argument(
        "--policy", action="append", metavar="ID", dest="policies",
        help="the policy that alone concerns the account; repeatable (default: all)",
    )  # fmt: skip


def _password(command: argparse.ArgumentParser) -> None:
    words = "read the password from the first line of the standard input; it need not be changed"
    command.add_argument("--password-stdin", action="store_true", help=words)


def _role(text: str) -> Role:
    for role, word in ROLES.items():
        if text in {role, word}:
            return Role(role)
    words = said("%(text)s is no role; the roles are %(roles)s", text=text, roles=", ".join(Role))
    raise argparse.ArgumentTypeError(words)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = said("%(text)s is no day such as 2026-11-30", text=text)
        raise argparse.ArgumentTypeError(words) from None


def _typed(options: argparse.Namespace) -> str:
    """Return the password that was given; empty where one is to be made."""
    if not options.password_stdin:
        return ""
    typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise staff.StaffError(said("--password-stdin: the standard input is empty"))
    return typed


def _add(options: argparse.Namespace) -> None:
    roles, policies = frozenset(options.roles), frozenset(options.policies or ())
    typed = _typed(options)
    officer = Officer("", options.login, options.name.strip(), roles, policies)
    _, first = staff.add(laid_out(), officer, typed)
    echo(f"{options.login}: {_words(roles)}")
    if not typed:
        _tell_first(first)


def _tell_first(password: str) -> None:
    echo(said(_FIRST, password=password))
    echo(said(_ONCE))


def _list(_options: argparse.Namespace) -> None:
    for row in staff.accounts(laid_out()):
        officer = row.officer
        policies = " ".join(sorted(officer.policies))
        only = said("  only %(policies)s", policies=policies) if policies else ""
        locked = "" if row.active else f"  {said('locked')}"
        echo(f"{officer.login}  {officer.name}  {_words(officer.roles)}{only}{locked}")


def _preset(_options: argparse.Namespace) -> None:
    for officer, first in staff.add_three_people(laid_out()):
        echo(f"{officer.login}  {officer.name}  {_words(officer.roles)}")
        _tell_first(first)


def _set_active(options: argparse.Namespace, *, active: bool) -> None:
    staff.set_active(laid_out(), options.login, active=active)
    echo(f"{options.login}: {said('unlocked' if active else 'locked')}")


def _new_password(options: argparse.Namespace) -> None:
    typed = _typed(options)
    first = staff.new_password(laid_out(), options.login, typed)
    if typed:
        echo(said("%(login)s: the password is changed", login=options.login))
    else:
        _tell_first(first)


def _set_roles(options: argparse.Namespace) -> None:
    changed = staff.set_roles(laid_out(), options.login, options.roles, options.policies)
    echo(f"{changed.login}: {_words(changed.roles)}")


def _stand_in(options: argparse.Namespace) -> None:
    days = {"first_day": options.from_day, "last_day": options.to_day}
    staff.stand_in(laid_out(), options.login, options.role, **days, by=options.by)
    words = "%(login)s: %(role)s, %(first_day)s to %(last_day)s"
    echo(said(words, login=options.login, role=f"{ROLES[options.role]} {options.role}", **days))


def _words(roles: frozenset[Role]) -> str:
    return ", ".join(f"{word} {role}" for role, word in ROLES.items() if role in roles)

"""Every command that goes over all comments tells how far it is, in both languages."""

import argparse
from collections.abc import Iterator

import pytest

from comments_service.cli import progress_lines
from comments_service.cli.main import main, parser
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from interface import long_work
from tests.conftest import KEYS, POLICY, World

# What each tells, in English and in Chinese; {out} is where it writes to.
LONG = {
    f"export {POLICY} --format csv --out {{out}}": ("submissions written", "写出来件"),
    f"export {POLICY} --format json --out {{out}}": ("putting the file together", "合成文件"),
    f"export {POLICY} --format xlsx --out {{out}}": ("putting the file together", "合成文件"),
    f"export {POLICY} --format docx --out {{out}}": ("submissions read", "读取来件"),
    f"results {POLICY} --out {{out}}": ("submissions compared", "核对来件"),
    f"decisions export {POLICY} {{out}}": ("comments written", "写出意见"),
    "db check": ("entries", "记录"),
    "db backup {out}": ("reading the copy again", "重新读取备份"),
    "db restore {copy}": ("MB of the database copied", "复制数据库（MB）"),
    "keys list": ("counting what is under each key", "统计各密钥下的内容"),
    "keys rotate": ("who sent comments", "提交人信息"),
    "retention run": (f"{POLICY} w1", f"{POLICY} w1"),
}
ELSEWHERE = {
    "db copy": "into PostgreSQL: tests/store/test_transfer.py",
    "db upgrade": "of an earlier release: tests/store/test_releases.py",
}
NOT_OF_ALL = {
    "clock accept": "a row of each window",
    "db init": "there are none yet",
    "decisions import": "as many as a sheet of 20 MB has",
    "intake read": "as many as a sheet of 20 MB has",
    "intake template": "none",
    "keys new": "none",
    "outbox run": "what is due, until it is stopped; its log tells",
    "outbox status": "messages are counted by one statement",
    "serve": "until it is stopped; its log tells",
    "settings": "none",
    **{
        f"staff {name}": "a row of each account"
        for name in (
            "add", "list", "lock", "password", "preset", "roles", "stand-in", "unlock",
        )
    },
}  # fmt: skip


def leaves(of: argparse.ArgumentParser, *named: str) -> Iterator[str]:
    below = [each for each in of._actions if isinstance(each, argparse._SubParsersAction)]
    if not below:
        yield " ".join(named)
    for each in below:
        for name, one in each.choices.items():
            yield from leaves(one, *named, name)


def test_of_every_command_it_is_known_whether_it_goes_over_all_comments() -> None:
    known = [*ELSEWHERE, *NOT_OF_ALL]
    named = {*leaves(parser())}
    long = {name for name in named for each in LONG if f"{each} ".startswith(f"{name} ")}
    assert long | {*known} == named
    assert long.isdisjoint(known)


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a world with a comment, in which each row takes seconds, three years later."""
    submit(world.service(), parse_submission(world.citizen()))
    changed = {"YANLU_NOW": "2021-07-18T00:30:00+08:00", "YANLU_KEYS": f"newer:{'B' * 43}= {KEYS}"}
    for name, value in {**world.env, **changed}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(long_work, "_AT_ONCE", 1)
    monkeypatch.setattr(progress_lines, "_SECONDS", 0.0)
    return world


@pytest.mark.sqlite
@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("command", LONG)
def test_it_tells_how_far_it_is_and_not_in_what_it_writes(
    operator: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    language: str,
) -> None:
    monkeypatch.setenv("YANLU_LANG", language)
    copy, out = operator.folder / "copy", operator.folder / "out"
    if "{copy}" in command:
        assert main(["db", "backup", str(copy)]) == 0
        operator.service().database.close()
        capsys.readouterr()
    status = main(command.format(copy=copy, out=out).split())
    said = capsys.readouterr()
    # Nobody has decided on the comment.
    assert status == (2 if command.startswith("results") else 0), said.err
    words = LONG[command][language != "en"]
    told = [line for line in said.err.splitlines() if line.startswith(words)]
    assert told
    assert all("so far" in line or "for " in line or "已" in line for line in told)
    elsewhere = said.out + (out.read_text("utf-8", "replace") if out.exists() else "")
    assert not any(line in elsewhere for line in told)

"""What is wrong with a call of either command, in the language that was asked for."""

import re

import pytest

from comments_service.cli.main import main as service
from interface.command_line import called, said_of, speak, start_as
from publisher.cli.main import main as build

Said = pytest.CaptureFixture[str]
STAND_IN = ["staff", "stand-in", "a", "--by", "b", "--from"]
BUILD = [
    (["chekc"], "build.py: COMMAND：没有 chekc；请从 build, check, import"),
    (["import", "a.docx"], "build.py import: 还缺少 --to；请补上"),
    (["check", "--nwo"], "build.py: 不认识 --nwo；请检查写法，或用 --help 查看"),
    (["check", "--now"], "--now：后面须有一个值；请补上"),
    (["check", "--now", "明天"], "--now：明天 不是带时差的时刻；请写如 2026-04-30T09:00:00+08:00"),
    (["read", "a", "--changes", "all"], "--changes：没有 all；请从 accept, reject 中选"),
    (["import", "a", "--to", "b", "--max-mb", "0"], "--max-mb：请写 1 至 1000 的整数"),
    (["build", "--watch=1"], "不带值；请删去 1"),
]  # fmt: skip
SERVICE = [
    ([], "python -m comments_service: 还缺少 COMMAND；请补上"),
    (["serve", "--port", "http"], "--port：http 不是端口；请写 0 至 65535 的整数，0 由系统选择"),
    (["serve", "--receive-timeout", "0"], "0 不是秒数；请写不超过 600 的数"),
    (["staff", "roles", "a", "--role", "起草人"], "没有 起草人 这个角色；请从 registrar, "),
    ([*STAND_IN, "明天"], "--from：明天 不是日期；请写如 2026-11-30"),
    (["clock", "accept", "--by", " "], "--by：请写 1 至 "),
    (["db", "check", "--expect", "全部"], "--expect：全部 不是记录的条数；请写整数"),
]


def said_by(capsys: Said) -> str:
    # Later Pythons set no quotation marks around choices.
    return capsys.readouterr().err.replace("'", "")


@pytest.mark.parametrize(("call", "words"), BUILD)
def test_build_says_in_chinese_what_to_write(call: list[str], words: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        build(call, {"YANLU_LANG": "zh-CN"})
    assert ended.value.code == 2
    shown = said_by(capsys)
    assert shown.startswith("用法：build.py ")
    assert words in shown.splitlines()[-1]


@pytest.mark.parametrize(("call", "words"), SERVICE)
def test_the_service_says_in_chinese_what_to_write(
    call: list[str], words: str, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_LANG", "zh-CN")
    with pytest.raises(SystemExit) as ended:
        service(call)
    assert ended.value.code == 2
    assert words in said_by(capsys).splitlines()[-1]


def test_both_speak_english_where_that_is_asked_for(
    capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_LANG", "en")
    for command, calls in (
        (lambda call: build(call, {"YANLU_LANG": "en"}), BUILD),
        (service, SERVICE),
    ):
        for call, _ in calls:
            with pytest.raises(SystemExit):
                command(call)
            assert not re.search("[，；：]|请", said_by(capsys)), call


def test_another_language_ends_the_service_with_2(
    capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_LANG", "fr")
    assert service(["settings"]) == 2
    assert said_by(capsys) == "YANLU_LANG: fr: 请写 zh-CN 或 en; write zh-CN or en\n"


def test_who_started_yanlu_is_told_its_commands() -> None:
    asked = "`python -m comments_service db init`, `python build.py take`, build.py versions a"
    assert called(asked) == asked
    start_as("yanlu")
    assert called(asked) == "`yanlu db init`, `yanlu take`, yanlu versions a"
    assert called("build.py, of a checkout") == "build.py, of a checkout"


def test_what_the_system_refuses_says_what_to_do() -> None:
    refused = FileNotFoundError(2, "No such file or directory", "/srv/a")
    assert said_of(refused) == "/srv/a: No such file or directory"
    speak("zh-CN")
    assert said_of(refused) == "/srv/a: 没有这个文件或文件夹；请检查路径，或先建立它"
    assert said_of(OSError("no words of the system's")) == "no words of the system's"


def test_chinese_help_fits_the_terminal(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        build(["take", "--help"], {"YANLU_LANG": "zh-CN"})
    shown = capsys.readouterr().out.splitlines()
    assert "每份检查、放入" in "".join(shown)
    wide = [line for line in shown if sum(1 + (letter > "\u2e7f") for letter in line) > 80]
    assert wide == []

"""What is wrong with a call of either command, in the language that was asked for."""

import re

import pytest

from comments_service.cli.main import main as service
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
    assert said_by(capsys) == "YANLU_LANG: fr: zh-CN | en\n"

"""``keys list`` and ``keys rotate``: what they say, in both languages."""

import pytest

from comments_service.cli.main import main
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import KEYS, World

NEWER = f"newer:{'C' * 43}="
Said = pytest.CaptureFixture[str]


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    service = world.service()
    submit(service, parse_submission(world.citizen()))
    service.database.close()
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    return world


@pytest.mark.usefixtures("operator")
@pytest.mark.sqlite
def test_from_one_key_to_the_next(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("YANLU_KEYS", f"{NEWER} {KEYS}")
    assert main(["keys", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "key newer encrypts now",
        "key test is in use: `keys rotate` puts the first one in its place",
        "    query codes: 1",
        "    who sent comments: 1",
        "    fingerprints of submissions: 1",
        "    by what people are known again: 1",
    ]
    assert main(["keys", "rotate"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "query codes: 1 made again",
        "who sent comments: 1 made again",
        "fingerprints of submissions: 1 made again",
        "by what people are known again: 1 made again",
        "key test is in use no more: take it out of YANLU_KEYS",
        "everything is under key newer",
    ]
    assert main(["keys", "list"]) == 0
    out = capsys.readouterr().out
    assert "key test is not in use: it can be taken out of YANLU_KEYS" in out
    monkeypatch.setenv("YANLU_KEYS", NEWER)
    assert main(["db", "check"]) == 0


@pytest.mark.usefixtures("operator")
def test_the_old_key_must_not_be_out_before(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("YANLU_KEYS", NEWER)
    assert main(["keys", "rotate"]) == 2
    assert "YANLU_KEYS: key test is missing" in capsys.readouterr().err
    assert main(["keys", "list"]) == 0
    assert "key test is missing in YANLU_KEYS" in capsys.readouterr().out


@pytest.mark.usefixtures("operator")
@pytest.mark.sqlite
def test_in_chinese(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("YANLU_LANG", "zh-CN")
    monkeypatch.setenv("YANLU_KEYS", f"{NEWER} {KEYS}")
    assert main(["keys", "rotate"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "查询码：已更换 1",
        "提交人信息：已更换 1",
        "来件的指纹：已更换 1",
        "辨认同一人的凭据：已更换 1",
        "密钥 test 已不再使用：请从 YANLU_KEYS 中撤下",
        "全部内容都已使用密钥 newer",
    ]

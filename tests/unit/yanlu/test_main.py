"""The command ``yanlu``: every command of both halves, and only the half that is asked."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import comments_service.cli.main as service
import publisher.cli.main as builder
from home.city_home import HOME
from tests.servers.live_service import ROOT, clean_environment
from tests.structure.test_house_rules import sources
from yanlu import main as whole
from yanlu.doctor.home_folder import OTHER_SETTINGS

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """A command is a process of its own, with a umask of its own."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def commands(parser: object) -> set[str]:
    actions = getattr(parser, "_actions", [])
    return {name for each in actions if isinstance(each.choices, dict) for name in each.choices}


def of_part(part: str) -> set[str]:
    return {name for name, each in whole.command_names().items() if each.part == part}


def test_it_has_every_command_of_both_halves_and_no_other() -> None:
    assert of_part("site") == commands(builder.parser())
    assert of_part("service") == commands(service.parser())
    assert of_part("yanlu") == whole._OWN.keys()
    assert all(hasattr(import_module(module), "run") for module in whole._OWN.values())


def test_no_two_parts_have_a_command_of_one_name() -> None:
    assert commands(builder.parser()) & commands(service.parser()) == set()


@pytest.mark.parametrize(
    ("language", "words", "near"),
    [
        ("zh-CN", "意见服务：", "是不是 build？"),
        ("en", "The comments service:", "did you mean build?"),
    ],
)
def test_it_speaks_the_language(
    language: str, words: str, near: str, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_LANG", language)
    with pytest.raises(SystemExit):
        whole.main(["--help"])
    assert words in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        whole.main(["buidl"])
    assert ended.value.code == 2
    assert near in capsys.readouterr().err


def test_another_language_ends_with_2(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANLU_LANG", "fr")
    assert whole.main(["build"]) == 2
    assert capsys.readouterr().err == "YANLU_LANG: fr: 请写 zh-CN 或 en; write zh-CN or en\n"


def test_commands_call_themselves_by_what_was_called(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "YANLU_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policies").mkdir()
    assert whole.main(["check", "--preview", "site"]) == 2
    assert capsys.readouterr().err.startswith("yanlu: ")
    with pytest.raises(SystemExit):
        whole.main(["serve", "--port", "x"])
    assert "yanlu serve: error" in capsys.readouterr().err


def test_one_half_is_loaded_where_one_is_asked() -> None:
    code = (
        "import sys; from yanlu.main import main\n"
        "try: main(['keys', 'new', '--help'])\n"
        "except SystemExit: print(sorted({'publisher', 'sqlalchemy', 'flask'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean_environment(), check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_option_names_the_home(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, HOME, "/elsewhere")
    with pytest.raises(SystemExit):
        whole.main(["--home", f"{tmp_path}/none", "build"])
    assert f"{tmp_path}/none" in capsys.readouterr().err


def test_every_setting_that_code_reads_is_known_to_the_doctor() -> None:
    import re

    from comments_service.settings import settings_table

    code = "".join(path.read_text("utf-8") for path in sources("publisher", "interface", "home"))
    read = set(re.findall(r'"(YANLU_[A-Z_]+)"', code))
    assert read - {row.name for row in settings_table()} <= OTHER_SETTINGS

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.cli.main import main, with_command
from tests.worlds.sites import ROOT, snapshot, write

GOOD = {"a/policy.yml": "title: 甲\n", "a/v1.md": "正文。\n"}
BAD = {**GOOD, "a/policy.yml": "title: 甲\nisuer: 乙\n", "b.md": "没有题目。\n"}
NOW = ["--now", "2018-07-15T10:00:00+08:00"]

Said = pytest.CaptureFixture[str]


def run(tmp_path: Path, sources: dict[str, str], *arguments: str, **environment: str) -> int:
    policies = write(tmp_path / "policies", sources)
    where = ["--policies", str(policies), "--site", str(tmp_path / "site")]
    return main([*arguments, *where], {"YANLU_LANG": "en", **environment})


def of_policies(errors: str) -> list[str]:
    """Leave out what is said of the project's own ``site.yml``, which names no office."""
    return [line for line in errors.splitlines() if "site.yml" not in line]


ASKED = """title: 停车管理办法
kind: consultation
versions:
  - {id: v1, published_on: 2018-07-12}
windows:
  - {id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18}
"""


def test_a_good_build_ends_with_0_and_says_what_it_made(tmp_path: Path, capsys: Said) -> None:
    assert run(tmp_path, GOOD, *NOW) == 0
    assert capsys.readouterr() == (f"{tmp_path}/site: 1 policy or document, 1 built\n", "")
    assert (tmp_path / "site" / "catalogue.json").exists()


def test_a_bad_source_ends_with_1_and_every_fault_on_its_line(tmp_path: Path, capsys: Said) -> None:
    assert run(tmp_path, BAD, "build") == 1
    said = capsys.readouterr()
    folder = tmp_path / "policies"
    assert said.err.splitlines() == [
        f"{folder}/a/policy.yml:2: Y003 there is no key isuer; write issuer, or remove it",
        f"{folder}/b.md:1: Y005 the key title is missing; add it, as title: words",
        (
            "build.py: 2 errors in the sources, and the site was left as it was; "
            "correct what is listed above"
        ),
    ]
    assert said.out == ""
    assert not (tmp_path / "site").exists()


def test_check_writes_nothing(tmp_path: Path, capsys: Said) -> None:
    assert run(tmp_path, GOOD, "check") == 0
    said = capsys.readouterr()
    assert (said.out, of_policies(said.err)) == ("0 errors, 1 warning (K019), 0 notes\n", [])
    assert sorted(snapshot(tmp_path)) == ["policies/a/policy.yml", "policies/a/v1.md"]


def test_check_ends_with_1_on_bad_sources(tmp_path: Path, capsys: Said) -> None:
    assert run(tmp_path, BAD, "check") == 1
    assert len(of_policies(capsys.readouterr().err)) == 2


def test_a_warning_is_said_and_fails_nothing(tmp_path: Path, capsys: Said) -> None:
    assert run(tmp_path, {**GOOD, "a/v1.md": "二、总则\n"}, "check") == 0
    path = tmp_path / "policies" / "a" / "v1.md"
    said = of_policies(capsys.readouterr().err)
    assert said[0].startswith(f"{path}:1: C002 二、 comes as the first of its list; ")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", "--policies", str(tmp_path / "none")], {"YANLU_LANG": "en"}) == 1
    (said,) = of_policies(capsys.readouterr().err)
    assert said.startswith(f"{tmp_path}/none:1: S001 is not a folder; ")


@pytest.mark.parametrize(
    "now", ["soon", "2018-07-15", "2018-07-15T10:00:00", "9999-12-31T23:00:00Z", ""]
)
def test_a_time_that_is_none_ends_with_2(tmp_path: Path, now: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as caught:
        run(tmp_path, GOOD, "--now", now)
    assert caught.value.code == 2
    assert "--now: not RFC 3339 with an offset" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["YANLU_BASE_URL", "YANLU_SERVICE_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "yjzj.example.org",
        "/yjzj/",
        "ftp://example.org/",
        "https://",
        "javascript:alert(1)",
        'https://example.org/"><script>',
        "https://example.org; script-src *",
        "https://user:secret@example.org/",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://example.org:port/",
        " https://example.org/",
    ],
)
def test_an_address_that_is_none_ends_with_2(
    tmp_path: Path, name: str, url: str, capsys: Said
) -> None:
    assert run(tmp_path, GOOD, **{name: url}) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"build.py: {name}: {url!r} is not an http or https address; ")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8766", "https://[::1]:8443/a/", "https://a-b.cn/x_y~z/"]
)
def test_good_addresses_are_taken(tmp_path: Path, url: str) -> None:
    assert run(tmp_path, GOOD, "check", YANLU_BASE_URL=url, YANLU_SERVICE_URL=url) == 0


def test_a_preview_goes_into_a_folder_of_its_own(tmp_path: Path, capsys: Said) -> None:
    future = {**GOOD, "a/policy.yml": "title: 甲\nversions: [{id: v1, published_on: 2030-01-01}]\n"}
    assert run(tmp_path, future, "--preview", str(tmp_path / "preview"), *NOW) == 0
    assert (tmp_path / "preview" / "a" / "index.html").exists()
    assert not (tmp_path / "site").exists()
    assert "1 policy" in capsys.readouterr().out


def test_a_preview_in_the_place_of_the_site_ends_with_2(tmp_path: Path, capsys: Said) -> None:
    assert run(tmp_path, GOOD, "--preview", str(tmp_path / "site")) == 2
    assert "--preview names the folder of --site" in capsys.readouterr().err


def test_a_foreign_folder_ends_with_1(tmp_path: Path, capsys: Said) -> None:
    write(tmp_path / "site", {"letter.txt": "dear"})
    assert run(tmp_path, GOOD) == 1
    assert "not a site of ours" in capsys.readouterr().err
    assert sorted(snapshot(tmp_path / "site")) == ["letter.txt"]


def test_options_alone_mean_a_build_and_help_names_every_command(capsys: Said) -> None:
    assert with_command(["--policies", "check", "--watch", "check"]) == [
        "check",
        "--policies",
        "check",
        "--watch",
    ]
    assert [with_command(each)[0] for each in ([], ["--site", "check"], ["--site=x", "check"])] == [
        "build",
        "build",
        "check",
    ]
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    named = capsys.readouterr().out
    commands = ("build", "check", "import", "versions", "publish", "cite", "downloads", "cms")
    assert [each for each in commands if f"\n    {each}" not in named] == []


def test_a_terminal_without_chinese_does_not_end_a_build(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", GOOD)
    where = ["--policies", str(policies), "--site", str(tmp_path / "site")]
    command = [sys.executable, str(ROOT / "build.py"), *where]
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii", "YANLU_LANG": "zh-CN"}
    done = subprocess.run(command, env=narrow, check=True, capture_output=True, text=True)
    assert "\\u5171 1 " in done.stdout


def test_a_name_cannot_forge_a_line_of_a_refusal(tmp_path: Path, capsys: Said) -> None:
    where = ["--policies", str(write(tmp_path, GOOD)), "--to", str(tmp_path / "cms")]
    environment = {"YANLU_LANG": "en", "YANLU_BASE_URL": "https://a.gov.cn/"}
    assert main(["cms", "n\x1b[31m\nbuild.py: done", *where], environment) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_a_port_that_is_none_is_a_bad_call(port: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--watch", "--port", port])


def test_a_demo_shows_how_consultations_stand_by_its_own_clock(tmp_path: Path) -> None:
    sources = {"a/v1.md": "一、总则\n\n正文。\n", "a/policy.yml": ASKED}
    policies = write(tmp_path / "policies", sources)
    arguments = ["--policies", str(policies), "--site", str(tmp_path / "site")]
    for demo, state in (("1", "open"), ("0", "closed")):
        clock = {"YANLU_DEMO": demo, "YANLU_NOW": "2018-07-13T09:00:00+08:00"}
        assert main(arguments, clock) == 0
        home = (tmp_path / "site/index.html").read_text("utf-8")
        assert ("阅读并提意见" in home) is (state == "open")


def test_a_clock_of_a_demo_that_is_none_ends_with_2(tmp_path: Path, capsys: Said) -> None:
    clock = {"YANLU_DEMO": "1", "YANLU_NOW": "gestern", "YANLU_LANG": "en"}
    arguments = ["--policies", str(write(tmp_path / "p", {})), "--site", str(tmp_path / "site")]
    assert main(arguments, clock) == 2
    assert "YANLU_NOW is 'gestern'" in capsys.readouterr().err

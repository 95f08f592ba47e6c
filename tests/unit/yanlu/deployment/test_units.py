"""``yanlu units``: what it writes for a home, what it refuses, and what systemd says of it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from comments_service.cli.main import parser as service_parser
from comments_service.serving import server
from home.city_home import CityHome
from home.environment_file import HomeError
from publisher.cli.main import parser as site_parser
from yanlu.deployment.city_site import RunOptions, city_site
from yanlu.deployment.systemd_units import STOP_SECONDS
from yanlu.main import main

ENV = "YANLU_BASE_URL=https://{host}/\nYANLU_TRUSTED_PROXIES=127.0.0.1\n"
MAIL = "YANLU_MAIL=smtp://mail.example.org\nYANLU_MAIL_FROM=a@example.org\n"
ANALYSE = shutil.which("systemd-analyze")


def home(folder: Path, name: str = "shiyan", more: str = "", host: str = "a.example.org") -> Path:
    made = folder / "srv" / name
    made.mkdir(parents=True)
    (made / "yanlu.env").write_text(ENV.format(host=host) + more, "utf-8")
    return made


def units(home: Path, root: Path, *more: str) -> int:
    return main(["units", "--home", str(home), "--to", str(root), *more])


def written(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def lines(unit: str, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE)


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANLU_LANG", "zh-CN")
    monkeypatch.delenv("YANLU_HOME", raising=False)


@pytest.mark.skipif(ANALYSE is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("more", ["", f"{MAIL}YANLU_DATABASE=postgresql://yanlu@db/yanlu\n"])
def test_systemd_takes_every_unit_and_finds_little_exposed(tmp_path: Path, more: str) -> None:
    assert units(home(tmp_path, more=more), tmp_path) == 0
    folder = tmp_path / "etc/systemd/system"
    names = sorted(path.name for path in folder.iterdir())
    verified = subprocess.run(
        [str(ANALYSE), "verify", *(f"./{name}" for name in names)],
        cwd=folder, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (verified.returncode, verified.stderr) == (0, "")
    services = [name for name in names if name.endswith(".service")]
    assert len(services) == (7 if more else 6)
    for name in services:
        # In tenths: the command fails where the exposure is higher.
        subprocess.run(
            [str(ANALYSE), "security", "--offline=true", "--threshold=30", f"./{name}"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip


def test_every_command_of_a_unit_is_one_of_the_product(tmp_path: Path) -> None:
    assert units(home(tmp_path, more=MAIL), tmp_path) == 0
    for name, text in written(tmp_path).items():
        for command in lines(text, "ExecStart"):
            _, _, call = command.partition(" -m yanlu ")
            arguments = call.split()
            is_site = arguments[0] in {"build", "downloads", "take"}
            (site_parser() if is_site else service_parser()).parse_args(arguments)
            assert "\n" not in name


def test_the_service_has_time_to_end_by_itself(tmp_path: Path) -> None:
    assert units(home(tmp_path), tmp_path) == 0
    service = written(tmp_path)["yanlu-shiyan.service"]
    assert lines(service, "TimeoutStopSec") == [str(STOP_SECONDS)]
    assert server.STOP_SECONDS < STOP_SECONDS


def test_what_makes_the_site_sees_no_key_and_no_comment(tmp_path: Path) -> None:
    made = home(tmp_path)
    assert units(made, tmp_path) == 0
    found = written(tmp_path)
    for name in ("build", "downloads", "take"):
        unit = found[f"yanlu-shiyan-{name}.service"]
        hidden = lines(unit, "InaccessiblePaths")
        assert {f"-{made}/{each}" for each in ("keys", "data", "state", "backups")} <= {*hidden}
        assert lines(unit, "PrivateNetwork") == ["yes"]
    assert f"-{made}/policies" in lines(found["yanlu-shiyan-build.service"], "ReadOnlyPaths")
    assert lines(found["yanlu-shiyan.service"], "ReadWritePaths") == [
        f"-{made}/{each}" for each in ("data", "state", "policies", "inbox")
    ]


def test_the_service_reaches_out_only_where_a_setting_asks_for_it(tmp_path: Path) -> None:
    oidc = "YANLU_OIDC_ISSUER=https://id.example.org\n"
    for name, more in (("one", ""), ("two", oidc)):
        assert units(home(tmp_path, name, more), tmp_path) == 0
    found = written(tmp_path)
    assert lines(found["yanlu-one.service"], "IPAddressDeny") == ["any"]
    assert lines(found["yanlu-two.service"], "IPAddressDeny") == []


def test_two_homes_share_a_machine_and_keep_their_ports(tmp_path: Path) -> None:
    one, two = home(tmp_path, "one"), home(tmp_path, "two", host="b.example.org")
    for each in (one, two, one, two):
        assert units(each, tmp_path) == 0
    found = written(tmp_path / "etc")
    ports = [re.search(r"--port (\d+)", found[f"yanlu-{name}.service"]) for name in ("one", "two")]
    assert [each and each[1] for each in ports] == ["8000", "8001"]
    assert "proxy_pass http://127.0.0.1:8001;" in found["yanlu-two.conf"]
    shared = re.compile(r"\$yanlu_\w+_\w+|zone=\w+|shared:\w+|log_format \w+|server_name [\w.]+")
    names = [set(shared.findall(found[f"yanlu-{name}.conf"])) for name in ("one", "two")]
    assert names[0]
    assert not names[0] & names[1]


def test_what_somebody_changed_is_shown_and_stays_until_it_is_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = home(tmp_path, more=MAIL)
    assert units(made, tmp_path) == 0
    timer = tmp_path / "etc/systemd/system/yanlu-shiyan-build.timer"
    timer.write_text(timer.read_text("utf-8").replace("*:0/5", "*:0/9"), "utf-8")
    (made / "yanlu.env").write_text(ENV.format(host="new.example.org"), "utf-8")
    before = written(tmp_path / "etc")
    capsys.readouterr()
    assert units(made, tmp_path) == 2
    out, err = capsys.readouterr()
    assert "-OnCalendar=*:0/9\n+OnCalendar=*:0/5\n" in out
    assert err == "4 个文件与要写的不同，什么也没有写（--force 则改写）\n"
    assert written(tmp_path / "etc") == before
    assert units(made, tmp_path, "--force") == 0
    after = written(tmp_path / "etc")
    assert before.keys() - after.keys() == {"yanlu-shiyan-outbox.service"}
    assert "server_name new.example.org;" in after["yanlu-shiyan.conf"]
    capsys.readouterr()
    assert units(made, tmp_path) == 0
    assert capsys.readouterr().out == "都已写好，没有变动\n"


def test_files_of_another_home_are_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert units(home(tmp_path), tmp_path) == 0
    before = written(tmp_path / "etc")
    assert units(home(tmp_path / "other"), tmp_path, "--force") == 2
    assert "yanlu-shiyan.service: 不属于这个文件夹" in capsys.readouterr().err
    assert written(tmp_path / "etc") == before


def test_where_one_file_cannot_be_written_none_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "etc/nginx").mkdir(parents=True)
    (tmp_path / "etc/nginx/conf.d").symlink_to(tmp_path / "nowhere")
    assert units(home(tmp_path), tmp_path) == 2
    assert str(tmp_path / "etc/nginx/conf.d") in capsys.readouterr().err
    assert list((tmp_path / "etc/systemd/system").iterdir()) == []


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "请写 "), ("en", "write ")])
def test_everything_that_is_wrong_with_a_home_is_said_at_once(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: str,
) -> None:
    monkeypatch.setenv("YANLU_LANG", language)
    made = tmp_path / "City Hall"
    made.mkdir()
    settings = f"YANLU_BASE_URL=http://a.example.org/\nYANLU_SITE={made}/data/site\n"
    (made / "yanlu.env").write_text(settings, "utf-8")
    assert units(made, tmp_path, "--user", "a b", "--host", "b.example.org") == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 6
    assert f"{made}/yanlu.env: {words}YANLU_BASE_URL=https://b.example.org/" in said
    assert not (tmp_path / "etc").exists()


def test_without_a_home_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["units"]) == 2
    assert "--home DIR" in capsys.readouterr().err


def test_a_home_that_no_unit_could_see_is_refused() -> None:
    settings = CityHome(Path("/home/city")).settings
    options = RunOptions(None, "yanlu", "/opt/yanlu/.venv/bin/yanlu", 8000)
    with pytest.raises(HomeError, match=r"/home/city: .*/srv/yanlu/"):
        city_site(Path("/home/city"), settings, options)

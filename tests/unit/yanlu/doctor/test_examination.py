"""``yanlu doctor``: each thing that is wrong has its line, with what to do."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comments_service.keyring import new_key_line
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import open_service
from comments_service.services.upkeep import health
from comments_service.settings import Settings
from comments_service.store.database.database_faults import DatabaseFault
from home.city_home import CityHome, with_home
from interface.command_line import speak
from publisher.cli.main import main as build
from publisher.documents.pdf import PdfUnavailable
from tests.servers.ports import free_port
from tests.servers.run_once import once
from yanlu import first_home
from yanlu.doctor import examination, home_folder, machine, service_state
from yanlu.doctor.diagnosis import Mark


def _made(folder: Path) -> None:
    """Make a home with a site of one policy, for every test to copy."""
    umask = os.umask(0o022)
    user = ["--user", "root"] if os.geteuid() == 0 else []
    assert first_home.run([str(folder / "city"), "--example", *user], "yanlu init") == 0
    os.umask(umask)
    settings = with_home({"YANLU_HOME": str(folder / "city"), "YANLU_LANG": "zh-CN"})
    assert build(["build", "--jobs", "1"], settings) == 0
    # As the first submission does.
    service = open_service(Settings.from_env(settings))
    with service.database.write() as connection:
        record_keys(connection, service)
    service.database.close()


def refuse_pdf() -> None:
    raise PdfUnavailable("refusal.no_pdf", detail="")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CityHome]:
    # It takes a second to load what would make them.
    monkeypatch.setattr(machine, "require_pdf", refuse_pdf)
    shutil.copytree(once("home", _made) / "city", tmp_path / "city")
    speak("zh-CN")
    yield CityHome(tmp_path / "city")
    speak("en")


def said_of(home: CityHome, *, but: Mark = Mark.GOOD, **settings: str) -> str:
    """Return the lines of what is not good, the packages of this machine apart."""
    environment = {"YANLU_HOME": str(home.folder), "YANLU_LANG": "zh-CN", **settings}
    lines = [each for each in examination.examine(environment) if each.mark is not but]
    return "\n".join(str(each) for each in lines if each.subject != "软件包")


def test_of_a_home_just_built_only_the_missing_copy_is_to_look_at(home: CityHome) -> None:
    said = said_of(home)
    left = [line for line in said.splitlines() if "归 root 所有" not in line]
    assert left == [f"注意  备份：还没有备份；请执行 yanlu db backup {home.backups}/FILE"]
    assert "正常  网站：" in said_of(home, but=Mark.LOOK)


def test_each_fault_of_folders_and_settings_has_its_line(home: CityHome) -> None:
    folder = home.folder
    home.database.parent.chmod(0o755)
    home.environment_file.chmod(0o644)
    (home.backups / "old").touch()
    os.utime(home.backups / "old", (0, 0))
    (folder / "site.yml").unlink()
    (folder / "policies/example/v1.md").write_text("# 又一稿\n\n一、内容。\n", "utf-8")
    said = said_of(
        home, YANLU_SIET="a", YANLU_DEMO="1", YANLU_BASE_URL="https://a.example/",
        YANLU_DISK_RESERVE=str(1 << 40), YANLU_MAIL_FROM="a@a.example",
        YANLU_MAIL=f"smtp://127.0.0.1:{free_port()}",
    )  # fmt: skip
    for words in (
        f"错误  网站文件夹：别人能进 {folder}/data；请执行 chmod 700 {folder}/data",
        f"错误  网站文件夹：别人能读 {folder}/yanlu.env；请执行 chmod 600",
        "注意  设置：没有 YANLU_SIET 这项设置；是不是 YANLU_SITE？",
        "注意  设置：设了 YANLU_DEMO",
        "注意  代理：没有设 YANLU_TRUSTED_PROXIES",
        "错误  磁盘：磁盘空间不足；请清理或扩容",
        "错误  邮件：连不上 127.0.0.1:",
        f"注意  site.yml：没有 {folder}/site.yml",
        "注意  网站：由另一版本或在另外的设置下生成；请执行 yanlu build",
        "注意  备份：最近一份是 ",
    ):
        assert words in said


def test_a_site_that_is_older_than_its_sources_is_named(home: CityHome) -> None:
    (home.folder / "policies/example/v1.md").write_text("# 又一稿\n\n一、内容。\n", "utf-8")
    (home.folder / "site.yml").write_text(
        (home.folder / "site.yml").read_text("utf-8") + "checks: {Z999: error}\n", "utf-8"
    )
    said = said_of(home)
    assert "生成以后稿件有变动：example；请执行 yanlu build" in said
    assert re.search(r"错误  site.yml：\S+/site.yml:\d+: Y003", said)


@pytest.mark.parametrize(
    ("breaking", "lines"),
    [
        (lambda home: shutil.rmtree(home.folder / "site"),
         ["site 还没有生成；请执行 yanlu build", "读不到网站目录 catalogue.json"]),
        (lambda home: (home.folder / "keys").write_text(new_key_line(), "ascii"),
         ["错误  密钥：密钥与数据库不符"]),
        (lambda home: home.database.unlink(), ["错误  数据库：数据库文件不在原处"]),
        (lambda home: (home.folder / "state/identity.json").unlink(),
         ["identity.json，认不出数据库是不是原来的；确认无误后执行 yanlu db upgrade"]),
        (lambda home: (home.folder / "keys").chmod(0o644), ["错误  设置：YANLU_KEYS_FILE: "]),
        (lambda home: (home.folder / "inbox").rmdir(),
         ["inbox；请执行 mkdir -m 700 ", "错误  设置：YANLU_INBOX: "]),
        (lambda home: home.environment_file.write_text("A", "utf-8"),
         ["错误  设置：", "yanlu.env:1: 请写 名称=值"]),
        (lambda home: shutil.rmtree(home.folder / "policies"),
         ["policies；请执行 mkdir -m 750", "policies，存放政策的文件夹"]),
    ],
)  # fmt: skip
def test_what_stops_the_service_is_wrong(
    breaking: Callable[[CityHome], object], lines: list[str], home: CityHome
) -> None:
    breaking(home)
    said = said_of(home)
    assert [line for line in lines if line not in said] == []
    assert "错误" in said


def test_a_site_that_nginx_cannot_read_is_named(
    home: CityHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = home.folder / "site/example/v1/index.html"
    page.chmod(0o600)
    home.folder.chmod(0o700)
    said = said_of(home)
    assert f"注意  网站文件夹：nginx 进不了 {home.folder}，" in said
    assert f"请执行 chmod 711 {home.folder}" in said
    assert f"nginx 读不到 {page}，读者看不到；请执行 chmod -R go+rX {home.folder}/site" in said
    # As whoever gives a folder to nginx's own group may want it.
    if os.geteuid() == 0:
        for path, mode in ((page, 0o640), (home.folder, 0o710)):
            os.chown(path, -1, 12345)
            path.chmod(mode)
        # Root goes on as the owner, with the group of the folder.
        monkeypatch.setattr(os, "getegid", lambda: 12345)
        said = said_of(home)
        assert "nginx 进不了" not in said
        assert "nginx 读不到" not in said


def test_a_page_that_goes_while_the_site_is_looked_at_is_no_matter(
    home: CityHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = home.folder / "site/gone.html"
    monkeypatch.setattr(home_folder, "_all_of", lambda _folder: iter([gone]))
    assert "gone.html" not in said_of(home)


def test_a_demonstration_on_a_database_in_earnest_is_not_taken_for_damage(home: CityHome) -> None:
    now = "2020-01-01T00:00:00+08:00"
    said = said_of(home, YANLU_DEMO="1", YANLU_NOW=now)
    assert "错误  时钟：演示的时钟还没有开始；启动 yanlu serve 即开始" in said
    assert "损坏" not in said
    with sqlite3.connect(home.database) as connection:
        connection.execute(
            "INSERT INTO ledger (id, stream, subject, actor, type, schema, at, body, salt, digest)"
            " VALUES (1, 'site', 'a', 'system', 'a', 1, '2020-01-01T00:00:00.000Z', '', '', '')"
        )
    connection.close()
    said = said_of(home, YANLU_DEMO="1", YANLU_NOW=now)
    assert "错误  数据库：演示的记录和正式的不能在同一个库里；请核对 YANLU_DEMO" in said
    assert "这个数据库里是正式的记录，不收演示的" in said
    assert "损坏" not in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_is_somebody_elses_is_named(home: CityHome) -> None:
    os.chown(home.database, 12345, 12345)
    assert (
        f"{home.database} 不归 root 所有；请以 root 执行 chown -R root: {home.folder}"
        in said_of(home)
    )


def test_the_exit_status_and_the_last_line_count_what_is_wrong(
    home: CityHome, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_LOCKED", Path("/dev/null"))
    monkeypatch.setenv("YANLU_HOME", str(home.folder))
    monkeypatch.setenv("YANLU_LANG", "zh-CN")
    assert examination.run([], "yanlu doctor") == 0
    home.database.unlink()
    assert examination.run([], "yanlu doctor") == 1
    assert "错误 1，注意 " in capsys.readouterr().out.splitlines()[-1]


def test_what_cannot_be_read_ends_with_a_line_that_says_so(
    home: CityHome, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_home: CityHome) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(home.database))

    monkeypatch.setattr(home_folder, "_inside", refuse)
    monkeypatch.setenv("YANLU_HOME", str(home.folder))
    assert examination.run([], "yanlu doctor") == 1
    assert f"{home.database}: Permission denied" in capsys.readouterr().out


def test_the_home_says_in_which_language(home: CityHome) -> None:
    home.environment_file.write_text("YANLU_LANG=en\n", "utf-8")
    said = [str(each) for each in examination.examine({"YANLU_HOME": str(home.folder)})]
    assert said[0].startswith("good   program: ")
    home.environment_file.write_text("YANLU_LANG=fr\n", "utf-8")
    (alone,) = map(str, examination.examine({"YANLU_HOME": str(home.folder)}))
    assert alone.startswith("WRONG  settings: YANLU_LANG: fr")


def test_without_a_home_the_working_folder_is_looked_at(
    home: CityHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.folder)
    said = "\n".join(map(str, examination.examine({"YANLU_LANG": "zh-CN"})))
    assert "没有设 YANLU_HOME" in said
    assert "YANLU_KEYS: 没有设置" in said


def test_every_code_of_readiness_has_its_words() -> None:
    import tomllib

    table = tomllib.loads(
        Path(service_state.__file__).with_name("readiness.toml").read_text("utf-8")
    )
    code = "".join(
        Path(health.__file__).with_name(name).read_text("utf-8")
        for name in ("health.py", "timekeeping.py")
    )
    named = set(re.findall(r'(?:hinder|warn|Finding)\(\s*"(\w+)"', code)) | {"keys_wrong"}
    assert len(named) > 8
    assert named | {*DatabaseFault} == table.keys()
    assert all(each.keys() == {"subject", "zh", "en"} for each in table.values())
    assert set(health._NEEDED) == service_state._CHECKS.keys()

from pathlib import Path
from typing import Any

import pytest

from comments_service.mail_settings import MailServer, mail_server
from comments_service.settings import Settings, SettingsError, settings_table
from tests.conftest import KEYS

BARE = {"YANLU_KEYS": KEYS}


def faults(**env: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({**BARE, **env})
    return caught.value.faults


def test_only_keys_have_no_default() -> None:
    settings = Settings.from_env(BARE)
    assert settings.on_sqlite
    assert settings.limit_codes_hour == settings.limit_address_hour == 3000
    assert (settings.site, settings.base_url, settings.now) == ("site", None, None)
    with pytest.raises(SettingsError, match="YANLU_KEYS: not set"):
        Settings.from_env({})


def test_all_faults_are_listed_at_once() -> None:
    found = faults(
        YANLU_DATABASE="mysql://x",
        YANLU_BASE_URL="city.test",
        YANLU_NOW="2018-07-12T00:00:00+08:00",
        YANLU_CLOCK="fast",
        YANLU_KEYS="nonsense",
    )
    names = [line.partition(":")[0] for line in found]
    assert names == [
        "YANLU_DATABASE",
        "YANLU_BASE_URL",
        "YANLU_NOW",
        "YANLU_CLOCK",
        "YANLU_KEYS",
    ]


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"YANLU_DATABASE": "sqlite://"}, "names no file"),
        ({"YANLU_DATABASE": "sqlite:///:memory:"}, "names no file"),
        ({"YANLU_DATABASE": "sqlite:///file:x?mode=memory&uri=true"}, "no options after ?"),
        ({"YANLU_DATABASE": "sqlite:///x?mode=memory"}, "no options after ?"),
        ({"YANLU_DATABASE": "sqlite:///file:x"}, "no file: address"),
        (
            {"YANLU_DATABASE": "sqlite:///a/b.sqlite3", "YANLU_IDENTITY": "a/../a/identity.json"},
            "must not be in the database's folder",
        ),
        ({"YANLU_DISK_RESERVE": "0"}, "YANLU_DISK_RESERVE"),
        ({"YANLU_DATABASE": "postgresql://u:p@h:port/x"}, "not a URL"),
        ({"YANLU_BASE_URL": "http://h:99999/"}, "not an absolute"),
        ({"YANLU_SERVICE_URL": "https://"}, "not an absolute"),
        ({"YANLU_SERVICE_URL": "http://[x"}, "not an absolute"),
        ({"YANLU_NOW": "2018-07-12T00:00:00+08:00"}, "needs YANLU_DEMO=1"),
        ({"YANLU_NOW": "2018-07-12T00:00:00", "YANLU_DEMO": "1"}, "with offset"),
        ({"YANLU_NOW": "noon", "YANLU_DEMO": "1"}, "with offset"),
        ({"YANLU_CLOCK": "frozen"}, "needs YANLU_NOW"),
        ({"YANLU_CONNECT_TIMEOUT": "1"}, "YANLU_CONNECT_TIMEOUT"),
        ({"YANLU_LOCK_TIMEOUT": "0"}, "YANLU_LOCK_TIMEOUT"),
        ({"YANLU_STATEMENT_TIMEOUT": "inf"}, "YANLU_STATEMENT_TIMEOUT"),
        ({"YANLU_IDLE_TIMEOUT": "soon"}, "YANLU_IDLE_TIMEOUT"),
        ({"YANLU_DEMO": "perhaps"}, "YANLU_DEMO"),
        ({"YANLU_TRUSTED_PROXIES": "10.0.0.1, proxy.test"}, "proxy.test: not an address"),
        ({"YANLU_TRUSTED_PROXIES": "10.0.0.1/8"}, "10.0.0.1/8: not an address or network"),
        ({"YANLU_RATE_LIMIT": "no"}, "YANLU_RATE_LIMIT"),
        ({"YANLU_LIMIT_PARTICIPANT_HOUR": "0"}, "YANLU_LIMIT_PARTICIPANT_HOUR"),
        ({"YANLU_LIMIT_ADDRESS_HOUR": "many"}, "YANLU_LIMIT_ADDRESS_HOUR"),
        ({"YANLU_KEYS": "a:AAAA"}, "32 bytes"),
        ({"YANLU_KEYS": "a:***"}, "32 bytes"),
        ({"YANLU_KEYS": f"{KEYS},{KEYS}"}, "same id"),
        ({"YANLU_KEYS": " , "}, "holds no key"),
    ],
)
def test_a_fault_says_what_is_wrong(env: dict[str, str], words: str) -> None:
    assert [line for line in faults(**env) if words in line]


def test_unknown_variables_are_passed_over_and_empty_ones_are_unset() -> None:
    settings = Settings.from_env({**BARE, "YANLU_CHALLENGE": "off", "YANLU_SITE": ""})
    assert settings.site == "site"


def test_postgresql_is_reached_with_psycopg() -> None:
    settings = Settings.from_env({**BARE, "YANLU_DATABASE": "postgresql://u:p@h/yanlu"})
    assert settings.database == "postgresql+psycopg://u:p@h/yanlu"
    assert not settings.on_sqlite


def test_a_site_is_a_folder_or_a_url() -> None:
    assert Settings.from_env({**BARE, "YANLU_SITE": "built"}).site_folder == Path("built")
    assert Settings.from_env({**BARE, "YANLU_SITE": "https://c.test/x/"}).site_folder is None


def test_an_inbox_is_a_private_folder_apart_from_what_is_public(tmp_path: Path) -> None:
    for name, mode in (("inbox", 0o700), ("open", 0o755), ("site", 0o700), ("site/in", 0o700)):
        (tmp_path / name).mkdir(mode)
    (tmp_path / "link").symlink_to(tmp_path / "inbox")
    own = {"YANLU_SITE": str(tmp_path / "site"), "YANLU_POLICIES": str(tmp_path / "policies")}

    def said(inbox: str, **env: str) -> str:
        return "".join(faults(**{**own, **env, "YANLU_INBOX": inbox}))

    taken = {**BARE, **own, "YANLU_INBOX": str(tmp_path / "inbox")}
    assert Settings.from_env(taken).inbox == tmp_path / "inbox"
    assert "not an absolute path" in said("inbox")
    assert "needs YANLU_POLICIES" in said(str(tmp_path / "inbox"), YANLU_POLICIES="")
    assert "mkdir -p -m 700" in said(str(tmp_path / "none"))
    assert "a link" in said(str(tmp_path / "link"))
    assert "chmod 700" in said(str(tmp_path / "open"))
    for inside in ("site/in", "."):
        assert "nor hold it" in said(str((tmp_path / inside).resolve()))


def test_keys_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"new:{'B' * 43}=\n{KEYS}\n", "utf-8")
    file.chmod(0o600)
    settings = Settings.from_env({"YANLU_KEYS_FILE": str(file)})
    assert [key.id for key in settings.keys.keys] == ["new", "test"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o660])
def test_a_file_of_keys_that_others_can_read_is_refused_with_the_command_to_run(
    tmp_path: Path, mode: int
) -> None:
    file = tmp_path / "my keys"
    file.write_text(KEYS, "utf-8")
    file.chmod(mode)
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"YANLU_KEYS_FILE": str(file)})
    (fault,) = caught.value.faults
    assert f"{file}: others than its owner can read it (mode {mode:04o})" in fault
    assert fault.endswith(f"run chmod 600 '{file}'")
    assert "AAAA" not in str(caught.value)


def test_a_file_of_keys_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"YANLU_KEYS_FILE: .*No such file"):
        Settings.from_env({"YANLU_KEYS_FILE": str(tmp_path / "none")})


def test_a_fault_of_the_file_of_keys_is_listed_with_the_others(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("nonsense", "utf-8")
    for path in (file, tmp_path, tmp_path / "none"):
        with pytest.raises(SettingsError) as caught:
            Settings.from_env({"YANLU_KEYS_FILE": str(path), "YANLU_BASE_URL": "x"})
        names = [line.partition(":")[0] for line in caught.value.faults]
        assert names == ["YANLU_BASE_URL", "YANLU_KEYS_FILE"]


@pytest.mark.parametrize(
    ("site", "words"), [("nowhere", "no such folder"), (".", "holds no catalogue.json")]
)
def test_the_server_alone_needs_the_built_site(tmp_path: Path, site: str, words: str) -> None:
    env = {**BARE, "YANLU_SITE": str(tmp_path / site), "YANLU_BASE_URL": "x"}
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env, serving=True)
    assert words in caught.value.faults[0]
    assert len(caught.value.faults) == 2
    assert Settings.from_env({**env, "YANLU_BASE_URL": ""}).site == env["YANLU_SITE"]
    Settings.from_env({**BARE, "YANLU_SITE": "http://127.0.0.1:9/"}, serving=True)


def test_no_secret_is_shown() -> None:
    env = {**BARE, "YANLU_DATABASE": "postgresql://u:geheim@h/yanlu"}
    shown = repr(Settings.from_env(env)) + "".join(faults(YANLU_KEYS="k:geheimgeheim"))
    shown += "".join(faults(YANLU_DATABASE="postgresql://u:geheim@h:port/yanlu"))
    assert "geheim" not in shown
    assert "AAAA" not in shown


def test_every_setting_is_explained() -> None:
    rows: list[Any] = settings_table()
    assert len(rows) == len(Settings.model_fields)
    assert all(row.name.startswith("YANLU_") and len(row.meaning) > 20 for row in rows)
    assert {row.name: row.default for row in rows}["YANLU_KEYS"] == ""


def test_the_mail_server_is_read_from_its_address() -> None:
    mail = {"YANLU_MAIL": "smtps://no%40reply:p%3Aw@mail.test", "YANLU_MAIL_FROM": "no@city.test"}
    settings = Settings.from_env({**BARE, **mail, "YANLU_SERVICE_URL": "https://city.test"})
    who = {"user": "no@reply", "password": "p:w"}
    assert settings.mail == MailServer("mail.test", 465, encrypted=True, **who)
    assert "p:w" not in repr(settings)


def test_a_password_is_sent_to_no_mail_server_in_clear() -> None:
    urls = ("smtp://mail.test", "smtps://mail.test", "smtp://u:p%23@mail.test")
    assert [mail_server(each).needs_tls for each in urls] == [False, True, True]


@pytest.mark.parametrize(
    ("env", "fault"),
    [
        ({"YANLU_MAIL": "smtp://mail.test"}, "YANLU_MAIL: needs YANLU_MAIL_FROM"),
        ({"YANLU_MAIL": "mail.test", "YANLU_MAIL_FROM": "no@city.test"}, "YANLU_MAIL: expected"),
        ({"YANLU_MAIL": "smtp://u:p@h:x", "YANLU_MAIL_FROM": "no@city.test"}, "expected smtp"),
        ({"YANLU_MAIL": "smtp://u:12#w@h", "YANLU_MAIL_FROM": "no@city.test"}, "%23 for #"),
        ({"YANLU_MAIL_FROM": "city"}, "YANLU_MAIL_FROM: not an e-mail address"),
        ({"YANLU_MAIL_FROM": "邮箱@city.test"}, "YANLU_MAIL_FROM: its part before @ must be ASCII"),
        (
            {"YANLU_MAIL": "smtp://mail.test", "YANLU_MAIL_FROM": "no@city.test"},
            "YANLU_MAIL needs YANLU_BASE_URL or YANLU_SERVICE_URL",
        ),
        ({"YANLU_OIDC_ISSUER": "https://id.test"}, "go together"),
        ({"YANLU_OIDC_ISSUER": "id.test"}, "YANLU_OIDC_ISSUER"),
        ({"YANLU_OIDC_ISSUER": "http://id.test"}, "YANLU_OIDC_ISSUER: expected https"),
        ({"YANLU_OIDC_ISSUER": "http://localhost@id.test"}, "expected https"),
        ({"YANLU_OIDC_SECRET_FILE": "gone"}, "YANLU_OIDC_SECRET_FILE: gone: No such file"),
        ({"YANLU_CHALLENGE": "no"}, "YANLU_CHALLENGE"),
        ({"YANLU_LIMIT_CODES_HOUR": "0"}, "YANLU_LIMIT_CODES_HOUR"),
    ],
)
def test_what_proof_and_messages_need_is_checked_at_the_start(
    env: dict[str, str], fault: str
) -> None:
    [found] = faults(**env)
    assert fault in found


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_provider_on_this_machine_may_be_called_in_clear(host: str) -> None:
    given = {"YANLU_OIDC_CLIENT": "yanlu", "YANLU_OIDC_SECRET": "s3cret"}
    issuer = f"http://{host}:9400/realm"
    settings = Settings.from_env({**BARE, **given, "YANLU_OIDC_ISSUER": issuer})
    assert settings.oidc_issuer == issuer


def test_a_secret_may_stand_in_a_file_of_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(0o600)
    file.write_text("s3cret\n")
    given = {"YANLU_OIDC_ISSUER": "https://id.test", "YANLU_OIDC_CLIENT": "yanlu"}
    settings = Settings.from_env({**BARE, **given, "YANLU_OIDC_SECRET_FILE": str(file)})
    assert settings.oidc_secret == "s3cret"
    file.chmod(0o644)
    [fault] = faults(**given, YANLU_OIDC_SECRET_FILE=str(file))
    assert "others than its owner can read it" in fault

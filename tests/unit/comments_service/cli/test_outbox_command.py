"""``outbox run`` and ``outbox status``: what they send, and what they say."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comments_service.cli.main import main
from comments_service.services.database.backup import back_up, restore
from comments_service.services.database.identity import adopt_database
from comments_service.services.service import Service
from tests.conftest import World
from tests.servers.live_service import ROOT
from tests.servers.mail_server import Mailbox, mail_server
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.worlds.outboxes import EMAIL, counts, sends

Said = pytest.CaptureFixture[str]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as opened:
        yield opened


@pytest.fixture
def service(world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Service:
    world.env |= {
        "YANLU_MAIL": f"smtp://127.0.0.1:{mailbox.port}",
        "YANLU_MAIL_FROM": "no-reply@city.test",
        "YANLU_BASE_URL": "https://city.test/opinions",
    }
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    made = world.service()
    sends(world, made)
    return made


@contextmanager
def running(world: World) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``outbox run`` until the block ends, and wait until it has ended too."""
    command = [sys.executable, "-m", "comments_service", "outbox", "run"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **world.env}) as sender:
        try:
            yield sender
        finally:
            sender.terminate()
            sender.wait(MOST_SECONDS)


@pytest.mark.usefixtures("service")
def test_it_sends_what_is_due_and_says_what_became_of_it(
    mailbox: Mailbox, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["outbox", "status"]) == 0
    assert main(["outbox", "run", "--once"]) == 0
    monkeypatch.setenv("YANLU_LANG", "zh-CN")
    assert main(["outbox", "status"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "sent: 0", "waiting: 1, since 2018-07-15T10:00:00+08:00", "1 sent", "已发出：1", "待发：0",
    ]  # fmt: skip
    assert EMAIL not in said
    assert mailbox.addresses == [EMAIL]
    assert mailbox.mails[0]["From"].addresses[0].display_name == "十堰市经济和信息化委员会"
    assert "https://city.test/opinions/receipts/stop?of=" in mailbox.texts[0]


@pytest.mark.usefixtures("service")
def test_the_log_says_what_was_refused_and_not_whom(
    mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.to_rcpt += [f"550 5.1.1 no {EMAIL} here"]
    assert main(["outbox", "run", "--once"]) == 0
    [line] = caplog.messages
    assert line.endswith(": refused: SMTP 550")


def test_it_says_what_was_dropped_and_that_much_waits(
    world: World, mailbox: Mailbox, service: Service, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.to_rcpt += ["550 5.1.1 unknown"]
    assert main(["outbox", "run", "--once"]) == 0
    sends(world, service)
    monkeypatch.setenv("YANLU_NOW", "2018-07-15T11:30:00+08:00")
    capsys.readouterr()
    assert main(["outbox", "status"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "sent: 0", "waiting: 1, since 2018-07-15T10:00:00+08:00", "refused by the other side: 1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unset", "said"),
    [("YANLU_MAIL", "no mail is sent: set YANLU_MAIL"), ("YANLU_BASE_URL", "YANLU_MAIL needs")],
)
@pytest.mark.usefixtures("service")
def test_it_says_which_setting_it_needs(
    unset: str, said: str, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(unset)
    assert main(["outbox", "run", "--once"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.soak
def test_it_goes_on_until_it_is_told_to_end(
    world: World, mailbox: Mailbox, service: Service
) -> None:
    with running(world) as sender:
        wait_for(lambda: counts(service).sent, "the message to be sent")
    assert sender.returncode == 0
    assert len(mailbox.mails) == 1


@pytest.mark.soak
@pytest.mark.sqlite
def test_it_goes_on_in_a_database_that_was_put_back(
    world: World, mailbox: Mailbox, service: Service, tmp_path: Path
) -> None:
    adopt_database(service)
    back_up(service, tmp_path / "copy")
    with running(world) as sender:
        wait_for(lambda: counts(service).sent, "the message to be sent")
        restore(service, tmp_path / "copy")
        wait_for(lambda: counts(service).sent, "the message to be sent once more")
        assert sender.poll() is None
    assert len(mailbox.mails) == 2

"""``script/bootstrap``: the environment is made beside the old one and swapped in."""

import os
import signal

import pytest

from tests.servers.waiting import MOST_SECONDS
from tests.unit.scripts.conftest import Checkout


def test_a_new_environment_takes_the_place_of_the_old_one_by_one_rename(
    checkout: Checkout,
) -> None:
    assert checkout.run("bootstrap", "--runtime")[0] == 0
    first = (checkout.folder / ".venv").readlink()
    (checkout.folder / "requirements" / "runtime.txt").write_text("new==1\n", "utf-8")
    assert checkout.run("bootstrap", "--runtime")[0] == 0
    second = (checkout.folder / ".venv").readlink()
    assert first != second
    assert checkout.environments() == [".venv", str(second)]


def test_a_bootstrap_that_is_killed_leaves_the_old_environment_working(
    checkout: Checkout,
) -> None:
    checkout.run("bootstrap", "--runtime")
    standing = (checkout.folder / ".venv").readlink()
    (checkout.folder / "requirements" / "runtime.txt").write_text("new==1\n", "utf-8")
    checkout.close_gate()
    process = checkout.start("bootstrap", "--runtime")
    checkout.wait_at_gate()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(MOST_SECONDS)
    assert (checkout.folder / ".venv").readlink() == standing
    assert (checkout.folder / ".venv" / "bin" / "python").exists()
    checkout.gate.unlink()
    assert checkout.run("bootstrap", "--runtime")[0] == 0
    assert len(checkout.environments()) == 2


def test_of_two_bootstraps_at_once_the_second_waits_and_installs_nothing(
    checkout: Checkout,
) -> None:
    checkout.close_gate()
    one = checkout.start("bootstrap", "--runtime")
    checkout.wait_at_gate()
    other = checkout.start("bootstrap", "--runtime")
    assert other.stderr
    assert "waiting for it" in other.stderr.readline()
    checkout.open_gate()
    assert (one.wait(MOST_SECONDS), other.wait(MOST_SECONDS)) == (0, 0)
    assert checkout.installed() == ["requirements/runtime.txt"]


def test_an_environment_that_was_a_folder_is_replaced_cleanly(checkout: Checkout) -> None:
    (checkout.folder / ".venv" / "bin").mkdir(parents=True)
    assert checkout.run("bootstrap", "--runtime")[0] == 0
    assert (checkout.folder / ".venv").is_symlink()
    assert len(checkout.environments()) == 2


def test_the_runtime_alone_asks_for_no_package_of_the_tests(checkout: Checkout) -> None:
    assert checkout.run("bootstrap", "--runtime")[0] == 0
    assert checkout.installed() == ["requirements/runtime.txt"]
    assert not checkout.apt_log.exists()


@pytest.mark.parametrize("option", ["--runtime", "--check"])
def test_the_environment_of_the_tests_is_enough_to_run(checkout: Checkout, option: str) -> None:
    checkout.run("bootstrap")
    assert checkout.run("bootstrap", option)[0] == 0
    assert checkout.installed() == ["requirements/test.txt"]


def test_an_environment_keeps_the_tests_when_only_the_runtime_is_asked_for(
    checkout: Checkout,
) -> None:
    checkout.run("bootstrap")
    (checkout.folder / "requirements" / "test.txt").write_text("new==1\n", "utf-8")
    checkout.run("bootstrap", "--runtime")
    assert checkout.installed() == ["requirements/test.txt"] * 2


def test_the_check_installs_nothing_and_says_what_to_run(checkout: Checkout) -> None:
    status, said = checkout.run("bootstrap", "--check")
    assert status == 1
    assert said == "bootstrap: there is no environment; script/bootstrap --runtime makes it\n"
    assert checkout.environments() == []

"""``results``: the outcome of a consultation from the command line."""

import pytest

from catalogue.codec import load_results
from comments_service.cli.main import main
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import INSIDE, POLICY, World


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    return world


AFTER = "2018-08-01T10:00:00+08:00"


def test_an_outcome_goes_into_the_folder_that_the_site_is_built_from(
    operator: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    operator.service()
    folder = operator.folder / "policies" / POLICY
    folder.mkdir(parents=True)
    monkeypatch.setenv("YANLU_POLICIES", str(folder.parent))
    monkeypatch.setenv("YANLU_NOW", AFTER)
    assert main(["results", POLICY]) == 0
    assert load_results((folder / "results.json").read_text("utf-8")).counts.comments == 0
    assert "0 comments, 0 adopted in whole or in part" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("now", "arguments", "said"),
    [
        (AFTER, [], "say where to: --out FILE, or the folder of policies in YANLU_POLICIES"),
        (AFTER, ["--out", "r.json"], "1-1: 还没有采纳情况"),
        (INSIDE, ["--out", "r.json"], "window w1 is open"),
    ],
)
def test_an_outcome_that_cannot_be_published_says_why_and_writes_nothing(  # noqa: PLR0913, PLR0917 - two fixtures more
    operator: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    now: str,
    arguments: list[str],
    said: str,
) -> None:
    submit(operator.service(), parse_submission(operator.citizen()))
    monkeypatch.chdir(operator.folder)
    monkeypatch.setenv("YANLU_NOW", now)
    assert main(["results", POLICY, *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (operator.folder / "r.json").exists()

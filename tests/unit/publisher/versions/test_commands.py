from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.unit.publisher.versions.test_publish import FILES, ITEMS
from tests.worlds.sites import snapshot, write

Said = pytest.CaptureFixture[str]


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def run(policies: Path, *arguments: str) -> int:
    return main([*arguments, "--policies", str(policies)], {"YANLU_LANG": "en"})


def test_what_is_unsure_is_listed_side_by_side(policies: Path, capsys: Said) -> None:
    assert run(policies, "versions", "a") == 0
    said = capsys.readouterr().out
    assert "2 to decide" in said
    assert "v1.art_3__para_1__point_1 -> art_3__para_1__point_1  similarity 0.92" in said
    assert "  - (一)参与集中的所有经营者" in said
    assert "  also alike: art_3__para_1__point_2 0." in said
    assert "  + （一）参与集中的所有经营者" in said


def test_decisions_are_taken_and_the_version_can_be_published(policies: Path, capsys: Said) -> None:
    decided = [word for item in ITEMS for word in ("--decide", f"v1.{item}={item}")]
    assert run(policies, "versions", "a", *decided) == 0
    assert "0 to decide" in capsys.readouterr().out
    assert run(policies, "publish", "a", "v1") == 0
    assert run(policies, "publish", "a", "v2") == 0
    assert run(policies, "versions", "a", "--decide", "art_5=new") == 2
    assert "v2 is sealed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "decision",
    [
        "v1.art_9=art_1",
        "v1.art_1",
        "v1.art_1=v2.art_1",
        "art_1=deleted",
        "v1.art_1=merged:",
        "=new",
    ],
)
def test_a_decision_that_is_none_is_refused_and_nothing_written(
    policies: Path, decision: str
) -> None:
    before = snapshot(policies)
    assert run(policies, "versions", "a", "--decide", "art_5=new", "--decide", decision) == 2
    assert snapshot(policies) == before


def test_a_refused_version_ends_with_1_and_says_why(policies: Path, capsys: Said) -> None:
    assert run(policies, "publish", "a", "v2") == 1
    said = capsys.readouterr().err.splitlines()
    path = policies / "a"
    assert said[0] == f"{path}/v1.md:1: V005 v1 comes first and is not sealed; seal it first"
    assert f"{path}/v2.md:23: V006 art_3__para_1__point_1 may be the successor" in said[2]
    assert said[-1] == "build.py: v2 was not sealed; correct what is listed above"


def test_a_policy_or_version_that_is_not_there_is_said(policies: Path, capsys: Said) -> None:
    assert run(policies, "publish", "b", "v1") == 1
    assert run(policies, "publish", "a", "v9") == 1
    assert run(policies, "versions", "a", "--to", "v9") == 2
    assert run(policies, "versions", "a", "--from", "v2", "--to", "v1") == 2
    said = capsys.readouterr().err
    assert "there is no policy b" in said
    assert said.count("a has no version v9, only v1, v2") == 2
    assert "a has v1, v2, and no two to compare here" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [("正文。\n", "c has only v1, and nothing to compare"), ("", "no version yet")],
)
def test_one_version_or_none_is_nothing_to_compare(
    tmp_path: Path, capsys: Said, text: str, said: str
) -> None:
    files = {"c/policy.yml": "title: 丙\n"} | ({"c/v1.md": text} if text else {})
    assert run(write(tmp_path, files), "versions", "c") == 2
    assert said in capsys.readouterr().err


def test_a_correction_wants_a_reason(policies: Path, capsys: Said) -> None:
    assert run(policies, "publish", "a", "v1", "--erratum", " ") == 2
    assert "--erratum wants a reason" in capsys.readouterr().err


def test_another_policys_faults_do_not_stop_it(policies: Path) -> None:
    write(policies, {"b/policy.yml": "author: 乙\n"})
    assert run(policies, "publish", "a", "v1") == 0

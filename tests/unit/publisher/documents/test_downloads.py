import sys
from pathlib import Path

import pytest

from publisher.build.download_cache import (
    cached_downloads,
    downloads_of,
    make_download,
    place_downloads,
)
from publisher.cli.main import main
from publisher.compile.selection import Selection, public_policies
from publisher.documents.compose import compose
from tests.worlds.printed_texts import ADDRESS, NOW
from tests.worlds.sites import write

POLICY = "title: 甲\nversions:\n  - {id: v1, label: 送审稿, published_on: 2024-01-01}\n"
TO_COME = POLICY + "  - {id: v2, label: 修改稿, published_on: 2099-01-01}\n"
TEXT = "# 甲\n\n一、乙\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YANLU_BASE_URL", raising=False)
    return write(
        tmp_path / "policies",
        {"a/policy.yml": POLICY, "a/v1.md": TEXT, "b/policy.yml": "title: 乙\n", "b/v1.md": TEXT,
         "lone.md": TEXT},
    )  # fmt: skip


def made(cache: Path = Path(".yanlu-downloads")) -> list[str]:
    return sorted(f"{path.parent.name}/{path.name[:2]}{path.suffix}" for path in cache.glob("*/*"))


def test_word_and_pdf_are_made_for_policies_with_a_policy_yml(folder: Path) -> None:
    assert folder.is_dir()
    assert main(["downloads"]) == 0
    assert made() == ["a/v1.docx", "a/v1.pdf", "b/v1.docx", "b/v1.pdf"]


def test_one_policy_can_be_named_also_a_lone_file(folder: Path) -> None:
    cache = folder.parent / "other"
    assert main(["downloads", "lone", "--no-pdf", "--cache", str(cache)]) == 0
    assert made(cache) == ["lone/v1.docx"]


def test_what_the_cache_has_is_not_made_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["downloads", "a", "--no-pdf"]) == 0
    (before,) = (folder.parent / ".yanlu-downloads/a").iterdir()
    stamp = before.stat().st_mtime_ns
    capsys.readouterr()
    assert main(["downloads", "a", "--no-pdf"]) == 0
    assert capsys.readouterr().out == ".yanlu-downloads: 0 files made, of 1 public versions\n"
    assert before.stat().st_mtime_ns == stamp


def test_a_changed_text_takes_the_place_of_the_old_one(folder: Path) -> None:
    assert main(["downloads", "a", "--no-pdf"]) == 0
    (before,) = (folder.parent / ".yanlu-downloads/a").iterdir()
    write(folder, {"a/v1.md": TEXT + "\n二、丙\n"})
    assert main(["downloads", "a", "--no-pdf"]) == 0
    (after,) = (folder.parent / ".yanlu-downloads/a").iterdir()
    assert after.name != before.name


def test_a_version_to_come_is_not_offered(folder: Path) -> None:
    write(folder, {"a/policy.yml": TO_COME, "a/v2.md": TEXT})
    assert main(["downloads", "a", "--no-pdf"]) == 0
    assert made() == ["a/v1.docx"]
    assert main(["downloads", "a", "--no-pdf", "--now", "2099-01-01T00:00:00+08:00"]) == 0
    assert made() == ["a/v1.docx", "a/v2.docx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["c"], "there is no policy c"),
        (["a", "--now", "2020-01-01T00:00:00+08:00"], "nothing of a is public"),
    ],
)
def test_what_there_is_not_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["downloads", "--policies", str(folder), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert made() == []


def test_a_broken_source_is_named_and_nothing_is_made(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"b/policy.yml": "titel: 乙\n"})
    assert main(["downloads"]) == 1
    assert "b/policy.yml:1: Y003 there is no key titel" in capsys.readouterr().err
    assert made() == []
    assert main(["downloads", "a", "--no-pdf"]) == 0


def test_an_address_that_is_none_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YANLU_BASE_URL", "javascript:alert(1)")
    assert main(["downloads", "--policies", str(folder)]) == 2
    assert "YANLU_BASE_URL" in capsys.readouterr().err


def test_without_weasyprint_word_files_are_made_and_asked_for_pdf_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert main(["downloads", "--policies", str(folder), "--pdf"]) == 2
    assert made() == []
    assert main(["downloads", "--policies", str(folder)]) == 0
    assert made() == ["a/v1.docx", "b/v1.docx"]
    assert "requirements/extra.txt" in capsys.readouterr().err


def test_the_build_takes_from_the_cache_what_is_of_the_present_text(folder: Path) -> None:
    from publisher.problems import Problems

    cache, site = folder.parent / "cache", folder.parent / "site"
    (one,) = public_policies(Selection(folder, NOW, "a"), Problems())
    assert downloads_of(cache, one, ADDRESS) == ()
    assert main(["downloads", "a", "--no-pdf", "--cache", str(cache)]) == 0
    assert downloads_of(cache, one, ADDRESS) == ()  # made for a site without an address
    (found,) = downloads_of(cache, one, "")
    assert (found.path, found.form) == ("a/v1/a-v1.docx", "docx")
    place_downloads((found,), site)
    assert (site / found.path).samefile(found.source)


def test_a_file_is_found_by_policy_version_and_digest(folder: Path) -> None:
    from publisher.problems import Problems

    cache = folder.parent / "cache"
    (one,) = public_policies(Selection(folder, NOW, "b"), Problems())
    printed = compose(one.policy, one.latest)
    place = cache / "b" / f"v1-{printed.digest[:16]}.docx"
    make_download(place, printed)
    assert cached_downloads(cache, "b", "v1", printed.digest) == (place,)
    assert cached_downloads(cache, "b", "v1", "0" * 64) == ()
    assert [path.name for path in place.parent.iterdir()] == [place.name]

"""An old index is built upon only where it is whole and of the same form."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.search import OldIndexError, write_changed, write_index
from tests.unit.publisher.search.search_examples import EDITED, A, B, C
from tests.worlds.sites import snapshot


def largest(folder: Path) -> Path:
    return max(folder.glob("*.bin"), key=lambda path: path.stat().st_size)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda old: (old / "manifest.json").unlink(),
    "a broken manifest": lambda old: shorten(old / "manifest.json"),
    "a manifest of bytes": lambda old: (old / "manifest.json").write_bytes(b"\xff"),
    "a manifest of another form": lambda old: (old / "manifest.json").write_text("[]"),
    "another schema": lambda old: (old / "manifest.json").write_text('{"schema": "x"}'),
    "no seal": lambda old: (old / "index.seal").unlink(),
    "another seal": lambda old: flip(old / "index.seal"),
    "a lost shard": lambda old: largest(old).unlink(),
    "a short shard": lambda old: shorten(largest(old)),
    "a lost text": lambda old: (old / "text/b.json").unlink(),
    "a strange text": lambda old: (old / "text/z.json").write_text("{}"),
    "no texts": lambda old: shutil.rmtree(old / "text"),
    "a changed text": lambda old: flip(old / "text/b.json"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    write_index(tmp_path / "old", [A, B, C])
    damage(tmp_path / "old")
    write_index(tmp_path / "new", [A, EDITED, C], tmp_path / "old")
    write_index(tmp_path / "fresh", [A, EDITED, C])
    assert snapshot(tmp_path / "new") == snapshot(tmp_path / "fresh")


def test_a_damaged_shard_that_an_edit_touches_is_noticed(tmp_path: Path) -> None:
    write_index(tmp_path / "old", [A, B, C])
    for path in (tmp_path / "old").glob("*.bin"):
        flip(path)
    write_index(tmp_path / "new", [A, EDITED, C], tmp_path / "old")
    write_index(tmp_path / "fresh", [A, EDITED, C])
    assert snapshot(tmp_path / "new") == snapshot(tmp_path / "fresh")


def test_an_index_of_another_fold_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr("publisher.search.seal.simplified_pairs", lambda: "體体")
        write_index(tmp_path / "old", [A, B])
    with pytest.raises(OldIndexError):
        write_changed(tmp_path / "new", tmp_path / "old", [], {"a": A.facets, "b": B.facets})


def test_a_policy_that_neither_stood_there_nor_came_is_asked_for(tmp_path: Path) -> None:
    write_index(tmp_path / "old", [A])
    with pytest.raises(OldIndexError):
        write_changed(tmp_path / "new", tmp_path / "old", [], {"a": A.facets, "b": B.facets})

"""Pictures that a text shows and files that it links to: only those of the policy's folder."""

from pathlib import Path

import pytest

from publisher.compile.policy import CompiledPolicy, compile_policy
from publisher.problems import BuildFailed, Problems
from publisher.sources import Place, read_policy
from publisher.versions.drafts import trace_policy
from tests.worlds.sites import NOW, build, write

PICTURES = {
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.jpg": b"\xff\xd8\xff\xe0....",
    "a.jpeg": b"\xff\xd8\xff\xe0....",
    "a.gif": b"GIF89a....",
    "图 一.webp": b"RIFF....WEBPVP8 ",
}
POLICY = "title: 甲\nattachments: [{title: 表, file: form.txt}]\n"


def read(
    folder: Path, text: str, pictures: dict[str, bytes], policy: str = POLICY
) -> tuple[CompiledPolicy | None, list[str]]:
    write(folder / "a", {"policy.yml": policy, "v1.md": text, "form.txt": "表"})
    for name, data in pictures.items():
        (folder / "a" / name).write_bytes(data)
    problems = Problems()
    source = read_policy(Place("a", folder / "a"), problems)
    assert source
    found = compile_policy(trace_policy(source, problems), NOW.date(), problems)
    return found, [f"{each.path.name}:{each.line} {each.code}" for each in problems]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_folder_is_shown_and_is_no_stranger(tmp_path: Path, name: str) -> None:
    found, faults = read(tmp_path, f"甲。\n\n![图]({name})\n", {name: PICTURES[name]})
    assert faults == []
    assert found
    assert [path.name for path in found.pictures] == [name]


def test_a_picture_that_no_text_shows_is_a_stranger(tmp_path: Path) -> None:
    assert read(tmp_path, "甲。\n", {"a.png": PICTURES["a.png"]})[1] == ["a.png:1 S014"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", None),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.webp", b"RIFF....WAVE"),
        ("a.gif", b""),
    ],
)
def test_what_is_no_picture_is_named_with_its_line_and_not_published(
    tmp_path: Path, name: str, data: bytes | None
) -> None:
    pictures = {} if data is None else {name: data}
    found, faults = read(tmp_path, f"甲。\n\n![图]({name})\n", pictures)
    assert faults == ["v1.md:3 M003"]
    assert found
    assert found.pictures == ()


def test_a_link_to_another_file_is_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "key.png"
    secret.write_bytes(PICTURES["a.png"])
    write(tmp_path / "policies/a", {"policy.yml": "title: 甲\n", "v1.md": "![图](a.png)\n"})
    (tmp_path / "policies/a/a.png").symlink_to(secret)
    problems = Problems()
    with pytest.raises(BuildFailed):
        build(tmp_path / "policies", tmp_path / "site", problems=problems)
    assert "a.png" in {each.path.name for each in problems.errors}
    assert not (tmp_path / "site").exists()


def test_a_lone_file_shows_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 甲\n\n![图](a.png)\n", "utf-8")
    (tmp_path / "a.png").write_bytes(PICTURES["a.png"])
    problems = Problems()
    source = read_policy(Place("a", tmp_path / "a.md"), problems)
    assert source
    found = compile_policy(trace_policy(source, problems), NOW.date(), problems)
    assert found
    assert found.pictures == ()
    assert [(each.line, each.code) for each in problems] == [(3, "M003")]


def test_the_picture_of_a_text_to_come_is_not_published(tmp_path: Path) -> None:
    policy = "title: 甲\nversions:\n  - {id: v1, published_on: 2018-07-01}\n  - {id: v2}\n"
    write(tmp_path / "a", {"v2.md": "![图](a.gif)\n"})
    pictures = {name: PICTURES[name] for name in ("a.png", "a.gif")}
    found, _ = read(tmp_path, "![图](a.png)\n", pictures, policy)
    assert found
    assert [path.name for path in found.pictures] == ["a.png"]


@pytest.mark.parametrize(
    ("href", "faults"),
    [
        ("form.txt", []),
        ("files/form.txt", []),
        ("./form.txt#x", []),
        ("../b/", []),
        ("#para_1", []),
        ("other.docx", ["v1.md:1 M002"]),
        ("files/v1.md", ["v1.md:1 M002"]),
    ],
)
def test_a_link_into_the_folder_leads_to_what_is_offered(
    tmp_path: Path, href: str, faults: list[str]
) -> None:
    assert read(tmp_path, f"见[说明]({href})。\n", {})[1] == faults


def test_a_link_to_nothing_is_words_on_the_page(tmp_path: Path) -> None:
    write(tmp_path / "policies/a", {"policy.yml": "title: 甲\n", "v1.md": "见[说明](no.docx)。\n"})
    build(tmp_path / "policies", tmp_path / "site")
    page = (tmp_path / "site/a/index.html").read_text("utf-8")
    assert "见说明。" in page
    assert "no.docx" not in page


def test_notice_and_english_text_are_looked_at_too(tmp_path: Path) -> None:
    write(tmp_path / "a", {"notice.md": "甲\n![图](b.png)\n", "v1.en.md": "A\n\n[x](file:///x)\n"})
    faults = read(tmp_path, "甲。\n", {})[1]
    assert faults == ["notice.md:2 M003", "v1.en.md:3 M002"]

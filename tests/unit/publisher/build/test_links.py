from pathlib import Path

from catalogue.codec import load_catalogue
from tests.worlds.sites import build, write

TEXT = "一、总体要求\n\n认真落实。\n"


def test_a_link_to_a_policy_that_is_not_yet_public_is_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    later = "title: 草案\nversions:\n  - {id: v1, published_on: 2999-01-01}\n"
    write(folder / "sealed-plan", {"policy.yml": later, "v1.md": TEXT})
    reading = "title: 解读\nlinks:\n  - {rel: interprets, to: sealed-plan}\n"
    write(folder / "reading", {"policy.yml": reading, "v1.md": TEXT})
    build(folder, tmp_path / "site")
    catalogue = load_catalogue((tmp_path / "site" / "catalogue.json").read_text("utf-8"))
    assert [policy.links for policy in catalogue.policies] == [()]
    pages = "".join(path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html"))
    assert "sealed-plan" not in pages

"""A site that is served through a link, as many servers are set up."""

from pathlib import Path

from tests.worlds.sites import build, write


def test_a_site_that_is_a_link_is_renewed_where_the_link_leads(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", {"a.md": "# 甲\n\n正文。\n"})
    (tmp_path / "real").mkdir()
    link = tmp_path / "site"
    link.symlink_to(tmp_path / "real")
    build(policies, link)
    assert link.is_symlink()
    assert (tmp_path / "real" / "a" / "index.html").exists()
    shown = sorted(path.name for path in tmp_path.iterdir() if path.name[0] != ".")
    assert shown == ["policies", "real", "site"]

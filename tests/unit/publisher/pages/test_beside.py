"""What stands beside a text: 公告, 起草说明, 解读."""

from pathlib import Path

from tests.readers.html_tree import page
from tests.worlds.sites import build, write


def test_notice_explanation_and_interpretation_are_shown_in_this_order(tmp_path: Path) -> None:
    files = {
        "policy.yml": "title: 甲\nkind: consultation\n",
        "v1.md": "正文。\n",
        "notice.md": "# 关于甲的公告\n\n现公告如下。\n",
        "explanation.md": "为什么 <这样> 写。\n",
        "interpretation.md": "# 一图读懂\n\n问答。\n",
    }
    build(write(tmp_path / "policies" / "a", files).parent, tmp_path / "site")
    folds = page(tmp_path / "site" / "a" / "index.html").all(css="yl-fold")[:3]
    assert [fold.one("h2").text() for fold in folds] == ["公告", "起草说明", "解读"]
    titles = [each.text() for fold in folds for each in fold.all(css="yl-notice-title")]
    assert titles == ["关于甲的公告", "一图读懂"]
    assert "为什么 <这样> 写。" in folds[1].text()


def test_the_way_to_comments_that_are_shown_is_there_where_any_are(tmp_path: Path) -> None:
    draft = "title: 甲\nkind: consultation\n"
    draft += "windows: [{id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18}]\n"
    for name, more in (("a", "publish_comments: during\n"), ("b", "")):
        files = {"policy.yml": draft + more, "v1.md": "一、总则\n"}
        write(tmp_path / "policies" / name, files)
    build(tmp_path / "policies", tmp_path / "site")
    shown = page(tmp_path / "site/a/index.html")
    (link,) = [each for each in shown.all("a") if each.text() == "看公开的意见"]
    assert link.attributes["href"] == "../forms/a/comments"
    assert shown.one(css="yl-policy").attributes["data-comments"] == "../forms/a/comments"
    assert "/comments" not in (tmp_path / "site/b/index.html").read_text("utf-8")

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

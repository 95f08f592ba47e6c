"""Chinese texts among English words are marked; on a Chinese page nothing is."""

import pytest

from interface.language import language
from interface.quoting import chinese, quoting

CHINESE, ENGLISH = language("zh-CN").translate, language("en").translate


def test_a_chinese_text_is_marked_where_the_page_is_english() -> None:
    assert chinese(ENGLISH, "第一条<b>") == '<span lang="zh-CN">第一条&lt;b&gt;</span>'
    assert chinese(CHINESE, "第一条<b>") == "第一条&lt;b&gt;"


@pytest.mark.parametrize("text", ["v1", "“a”", "café", ""])
def test_what_is_not_chinese_is_not_marked(text: str) -> None:
    assert chinese(ENGLISH, text) == text


def test_a_message_marks_what_it_quotes() -> None:
    said = quoting(ENGLISH)("公布%(what)s", what="送审稿 & <i>")
    assert said == '<span lang="zh-CN">送审稿 &amp; &lt;i&gt;</span> published'
    assert quoting(CHINESE)("公布%(what)s", what="送审稿 & <i>") == "公布送审稿 &amp; &lt;i&gt;"


@pytest.mark.parametrize(("count", "people"), [(1, "1 person"), (2, "2 people")])
def test_a_message_that_quotes_counts_too(count: int, people: str) -> None:
    words = "%(count)s人所提的集中意见还没有公开的答复：%(citation)s"
    said = quoting(ENGLISH)(words, count=count, citation="第一条 100%(s)")
    asked = f"what {people} asked has no public answer yet"
    assert said == f'{asked}: <span lang="zh-CN">第一条 100%(s)</span>'

"""A reference in a text is a link to the clause, where it is certain which."""

from pathlib import Path

from publisher.clauses import name_clauses, read_text
from publisher.pages.policy.clauses import ClauseRenderer
from publisher.problems import Problems


def html(*lines: str) -> str:
    read = read_text("\n\n".join(lines), Path("v1.md"), Problems())
    return ClauseRenderer(name_clauses("p", "v1", read).clauses).html()


def test_a_law_s_own_articles_are_linked() -> None:
    out = html("第一条 甲：", "（一）乙。", "第二条 违反本法第一条第一款第（一）项的，处罚款。")
    assert '<a class="yl-ref" href="#art_1__para_1__point_1">第一条第一款第（一）项</a>' in out


def test_another_law_s_articles_are_not() -> None:
    assert "yl-ref" not in html("第一条 甲。", "第二条 依照《民法典》第一条的规定。")


def test_what_does_not_stand_here_is_not_linked() -> None:
    assert "yl-ref" not in html("第一条 甲。", "第二条 违反第九条的，处罚款。")


def test_a_policy_s_own_parts_are_linked_and_a_bare_article_is_not() -> None:
    out = html("三、措施", "（一）奖励。甲。", "按照三、（一）办理，依照第一条执行。")
    assert '<a class="yl-ref" href="#part_3__sec_1">三、（一）</a>' in out
    assert out.count("yl-ref") == 1


def test_the_words_around_a_link_are_escaped() -> None:
    out = html("第一条 甲。", "第二条 <b>第一条</b>。")
    assert '&lt;b&gt;<a class="yl-ref" href="#art_1">第一条</a>&lt;/b&gt;' in out


def test_an_annex_links_to_its_own_clauses_first() -> None:
    out = html("一、甲", "二、乙", "附件", "名单", "一、丙", "二、丁。见第一部分。")
    assert '<a class="yl-ref" href="#att_1__part_1">第一部分</a>' in out


def test_a_box_and_what_is_below_chapters_are_linked() -> None:
    out = html(
        "第一章 甲", "一、乙", "（一）丙", "专栏1 丁", "第二章 戊", "见第一章一、（一）和专栏1。"
    )
    assert '<a class="yl-ref" href="#chp_1__dvs_1__subdvs_1">第一章一、（一）</a>' in out
    assert '<a class="yl-ref" href="#chp_1__dvs_1__subdvs_1__box_1">专栏1</a>' in out

"""What an office saw in its own revisions: a chapter lost, everything moved, a seal broken."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from publisher.problems import BuildFailed, Problems
from publisher.sources import PolicySource, read_policies
from publisher.versions.change_map import carried_wids, change_map
from publisher.versions.comparison import compare, count_changes
from publisher.versions.drafts import trace_policy
from publisher.versions.publish import publish, publish_erratum
from tests.worlds.drafts import asked, carried, matched
from tests.worlds.sites import write

DAY = date(2026, 1, 1)
SORTING = """# 临江市垃圾分类条例

第一章　总则

第一条　本市推行垃圾分类。

第二条　市城市管理部门负责分类投放的监督。

第三条　单位和个人应当分类投放。

第四条　居民小区设四类收集容器。

第二章　附则

第五条　本条例自2026年5月1日起施行。
"""
SORTED = """# 临江市垃圾分类条例

第一章　总则

第一条　为了改善人居环境，制定本条例。

第二条　市人民政府将分类工作纳入国民经济规划。

第三条　县级人民政府统筹设施布局与建设。

第四条　街道办事处组织动员居民参与。

第五条　学校开展分类知识教育。

第六条　本市推行垃圾分类。

第二章　附则

第七条　本条例自2026年5月1日起施行。
"""
PARKING = """# 临江市停车办法

第一条　企业应当依法登记住所。

第二条　停车场应当公示收费标准。

第三条　夜间停车实行优惠价格。

第四条　本办法自2026年5月1日起施行。

"""
PARKED = """# 临江市停车办法

第一条　为了规范停车管理，根据有关法律制定本办法。

第二条　企业应当依法登记住所。

第三条　停车场应当公示收费标准。

第四条　夜间停车实行优惠价格。

第五条　本办法自2026年5月1日起施行。
"""


def test_a_chapter_is_known_by_its_heading_though_most_of_it_is_new() -> None:
    found = matched(SORTING, SORTED)
    fates = {each.wid: each for each in change_map(found, carried_wids(found, "v2"))}
    assert fates["v1.chp_1"].to_eid == "chp_1"
    assert carried(found)["art_1"] == "art_6"
    assert asked(found) == set()


def test_articles_behind_a_new_one_follow_in_the_count_and_none_moved() -> None:
    found = matched(PARKING, PARKED)
    assert count_changes(compare(found)) == {"renumbered": 4, "new": 1}


def sealed(folder: Path) -> Path:
    """Return the text of a sealed policy."""
    policy = "title: 临江市停车办法\nversions: [{id: v1, published_on: 2026-01-01}]\n"
    write(folder, {"p16/policy.yml": policy, "p16/v1.md": PARKING})
    publish(source(folder), "v1", DAY, Problems())
    return folder / "p16" / "v1.md"


def source(folder: Path) -> PolicySource:
    (found,) = read_policies(folder, Problems())
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("。\n", "。 \u3000\t\n"),
        lambda text: text.replace("\n", "\r\n"),
    ],
    ids=["a last line", "no last line", "blanks at the ends", "CRLF"],
)
def test_blanks_at_the_ends_of_lines_are_no_change_of_a_sealed_text(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    path = sealed(tmp_path)
    path.write_bytes(change(PARKING).encode())
    problems = Problems()
    traced = trace_policy(source(tmp_path), problems)
    assert list(problems) == []
    assert traced.states[0].seal
    with pytest.raises(BuildFailed):
        publish_erratum(source(tmp_path), "v1", "末尾多一空行", DAY, problems)
    assert [problem.code for problem in problems] == ["V008"]


def test_any_other_change_of_a_sealed_text_is_one(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    path.write_text(PARKING.replace("第三条　夜间", "第三条　　夜间"), "utf-8")
    problems = Problems()
    trace_policy(source(tmp_path), problems)
    assert [problem.code for problem in problems] == ["V001"]

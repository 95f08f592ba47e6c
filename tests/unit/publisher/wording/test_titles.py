import re

import pytest

from publisher.wording.titles import phrases, title_html


@pytest.mark.parametrize(
    "title",
    [
        "甲市|推进|工业|经济|稳增长|快转型|高质量发展|若干政策意见|(2018-2020)",
        "甲市|夜间|施工|管理|办法|（修订草案）",
        "关于|建立|服务|工业|企业|长效|机制的|意见",
        "甲市|人口|与计划|和乙丙|资源化利用|条例",
        "乙省|实施|《中华人民共和国|保险法》|办法",
        "监督员|工作|清单|2023年版",
    ],
)
def test_a_title_breaks_between_its_phrases_alone(title: str) -> None:
    assert "|".join(phrases(title.replace("|", ""))) == title


@pytest.mark.parametrize("kept", ["（试行）", "(2018-2020)", "2023年版"])
def test_numbers_and_short_brackets_stay_in_one_piece(kept: str) -> None:
    assert f'<wbr><span class="yl-nowrap">{kept}</span>' in title_html(f"供水管理办法{kept}")


def test_long_brackets_may_break() -> None:
    assert "yl-nowrap" not in title_html("（十堰市茅箭区人民代表大会常务委员会）")


def test_a_title_loses_no_character_and_holds_no_markup_of_its_own() -> None:
    title = "<b>意见</b>& 其他"
    html = title_html(title)
    assert "<b>" not in html
    assert re.sub("<[^>]+>", "", html) == "&lt;b&gt;意见&lt;/b&gt;&amp; 其他"

import re
from dataclasses import replace

import pytest

from catalogue.model import Channel, Policy
from interface.language import CHINESE_WORDS, language
from interface.privacy_notice import PrivacyNotice, written_row

POLICY = Policy(
    "a", title="甲", kind="consultation", issuer="市经信委", channels=(Channel("phone", "12345"),)
)
NOTICE = PrivacyNotice(POLICY, "市政府办公室", 1095, "erase")


def written(notice: PrivacyNotice) -> list[str]:
    return [written_row(row, CHINESE_WORDS) for row in notice.rows]


def test_it_says_who_handles_what_for_how_long_and_with_which_rights() -> None:
    lines = written(NOTICE)
    assert lines[0] == "由谁处理：起草单位：市经信委（电话：12345）"
    assert [line.partition("：")[0] for line in lines] == [
        "由谁处理", "处理目的", "哪些信息", "怎样公开", "保存期限", "您的权利"
    ]  # fmt: skip
    assert lines[4].startswith("保存期限：自征集截止起3年，期满删除")


def test_a_policy_without_an_office_is_handled_by_way_of_the_organiser() -> None:
    policy = replace(POLICY, issuer="", channels=())
    assert written(replace(NOTICE, policy=policy))[0] == "由谁处理：起草单位，由市政府办公室转交"


def test_the_period_is_the_site_s() -> None:
    line = written(replace(NOTICE, retention_days=100, archive="restrict"))[4]
    assert line == "保存期限：自征集截止起100天，期满后依法归档，只保存，不再使用"


def test_it_says_when_what_one_writes_is_shown_to_all() -> None:
    assert written(NOTICE)[3].startswith("怎样公开：个人显示为")
    policy = replace(POLICY, publish_comments="during")
    shown = "怎样公开：意见内容经审核，隐去其中的个人信息，在征集期间公开。个人显示为"
    assert written(replace(NOTICE, policy=policy))[3].startswith(shown)


@pytest.mark.parametrize(("archive", "shown"), [("erase", "during"), ("restrict", "after")])
def test_but_for_names_every_word_of_it_has_an_english_one(archive: str, shown: str) -> None:
    notice = replace(NOTICE, archive=archive, policy=replace(POLICY, publish_comments=shown))
    said = " ".join(written_row(row, language("en").translate) for row in notice.rows)
    # How a name is masked is shown as it is.
    assert set(re.findall("[一-鿿]+", said)) == {"市经信委"}


def test_other_words_are_another_version() -> None:
    others = [
        replace(NOTICE, policy=replace(POLICY, issuer="市发改委")),
        replace(NOTICE, retention_days=365),
        replace(NOTICE, archive="restrict"),
        replace(NOTICE, policy=replace(POLICY, publish_comments="after")),
    ]
    assert len({each.version for each in (NOTICE, *others)}) == 5
    # What it does not say changes nothing, nor does the organiser where there is an office.
    same = replace(NOTICE, policy=replace(POLICY, title="乙"), organiser="")
    assert re.fullmatch("[0-9a-f]{12}", same.version)
    assert same.version == NOTICE.version

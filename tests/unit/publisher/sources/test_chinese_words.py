"""What officials write who have never seen YAML: understood, or answered with the right form."""

from datetime import date

import pytest

from catalogue.window import rfc3339
from publisher.sources.chinese_words import with_half_width_colons
from publisher.sources.schema import PolicyFile
from tests.unit.publisher.conftest import Faults, Read

TEXT = {"a/v1.md": "正文。\n"}
IN_CHINESE = """标题：江城市停车管理办法
类别：征求意见
发布机构: 江城市城管局
文号：江城管〔2026〕3号
成文日期：2026年4月1日
发布日期：2026/4/2 8:30:05
有效性: 现行有效
适用程序: 规范性文件
意见渠道：
  - 方式：电子邮件
    地址：yj@example.org
  - 方式: 信函
    地址: 江城市柳林路15号
    邮编: 442000
版本：
  - {编号: v1, 标签: 征求意见稿, 公布日期: 2026.4.2}
征求意见时间：2026年4月3日至5月8日
"""


def test_a_file_in_chinese_is_understood(read: Read) -> None:
    source = read({"a/policy.yml": IN_CHINESE, **TEXT})
    policy = source.policy
    assert (policy.title, policy.kind) == ("江城市停车管理办法", "consultation")
    assert (policy.issuer, policy.doc_no) == ("江城市城管局", "江城管〔2026〕3号")
    assert policy.written_on == date(2026, 4, 1)
    assert str(policy.issued_on) == "2026-04-02 08:30:05"
    assert (policy.validity, policy.procedure) == ("有效", "行政规范性文件")
    assert [(each.kind, each.to, each.postcode) for each in policy.channels] == [
        ("email", "yj@example.org", ""),
        ("letter", "江城市柳林路15号", "442000"),
    ]
    (version,) = source.versions
    assert (version.id, version.label, version.published_on) == (
        "v1", "征求意见稿", date(2026, 4, 2),
    )  # fmt: skip
    (window,) = policy.windows
    assert (window.id, window.version) == ("w1", "v1")
    assert rfc3339(window.opens_at) == "2026-04-03T00:00:00+08:00"
    assert rfc3339(window.closes_at) == "2026-05-09T00:00:00+08:00"
    assert source.line_of("windows", "w1") == 17


@pytest.mark.parametrize(
    "written",
    [
        "2026年4月3日", "2026 年 4 月 3 日", "2026年04月03日", "2026年4月3号", "二〇二六年四月三日",
        "２０２６年４月３日", "2026年4月3",
        "2026/4/3", "2026.4.3", "2026-4-3", "2026／4／3", "2026-04-03",
    ],
)  # fmt: skip
def test_a_day_may_be_written_as_officials_do(read: Read, written: str) -> None:
    yml = f"title: 甲\nwritten_on: {written}\nissued_on: {written}\n"
    policy = read({"a/policy.yml": yml, **TEXT}).policy
    assert policy.written_on == policy.issued_on == date(2026, 4, 3)


@pytest.mark.parametrize(
    "written",
    ["2026年4月3日17时30分", "2026年4月3日 17:30", "2026/4/3 17：30", "2026.4.3T17:30:00"],
)
def test_an_hour_too(read: Read, written: str) -> None:
    policy = read({"a/policy.yml": f"title: 甲\nissued_on: '{written}'\n", **TEXT}).policy
    assert str(policy.issued_on) == "2026-04-03 17:30:00"


@pytest.mark.parametrize(
    "written", ["2026年4月", "4月3日", "2026/4-3", "20260403", "2026年13月3日", "2026年4月3日前"]
)
def test_what_is_no_day_is_answered_with_the_right_form(faults: Faults, written: str) -> None:
    (fault,) = faults({"a/policy.yml": f"title: 甲\nwritten_on: {written}\n", **TEXT})
    assert fault == f"a/policy.yml:2: Y004.day key=written_on value='{written}'"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("征求意见", "consultation"), ("征求意见稿", "consultation"), ("文件", "document"),
        ("政策文件", "document"), ("解读", "interpretation"), ("政策解读", "interpretation"),
        ("答复", "reply"), ("建议提案答复", "reply"), ("服务承诺", "commitments"),
        ("工作动态", "news"), ("news", "news"),
    ],
)  # fmt: skip
def test_kinds_may_be_written_in_chinese(read: Read, written: str, kind: str) -> None:
    policy = read({"a/policy.yml": f"title: 甲\nkind: {written}\n", **TEXT}).policy
    assert policy.kind == kind


def test_what_is_no_kind_is_answered_with_each_in_both_languages(faults: Faults) -> None:
    (fault,) = faults({"a/policy.yml": "title: 甲\nkind: 春天\n", **TEXT})
    assert "choices=['consultation (征求意见)', 'document (政策文件)'" in fault
    channels = "channels: [{kind: 鸽子, to: 某处}]\n"
    (fault,) = faults({"a/policy.yml": "title: 甲\n" + channels, **TEXT})
    assert "'email (电子邮件)'" in fault


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("titel: 乙\n", "2: Y003.unknown_key key=titel choices=['title']"),
        (
            "windows:\n  - {id: w1, version: v1, open: 2026-04-03, closes: 2026-05-08}\n",
            "3: Y003.unknown_key key=windows.0.open choices=['opens']",
        ),
        ("review: {form: 2026-04-03}\n", "2: Y003.unknown_key key=review.form choices=['from']"),
        ("发布机构: 甲局\nissuer: 乙局\n", "3: Y002.repeated key=issuer"),
        ("征求意见时间: 待定\n", "2: Y004.period key=windows value='待定'"),
        ("征求意见时间: 2026年4月3日至待定\n", "2: Y004.moment key=windows.0.closes"),
        ("channels: 邮箱\n", "2: Y004.not_a_list key=channels value='邮箱' example=- {kind: email"),
        ("channels: 待定\n", "2: Y004.not_a_list key=channels value='待定'"),
        ("channels: 邮箱 a@example.org；电话\n", "2: Y004.not_a_list key=channels"),
        ("links: [乙]\n", "2: Y004.not_a_mapping key=links.0 value='乙' example=- {rel: interp"),
        ("channels: [{kind: fax}]\n", "2: Y005.missing key=channels.0.to name=to"),
        ("发布机构；甲局\n", "2: Y001.full_width marks=['；']"),
        ("\tkind: news\n", "2: Y001.tab"),
        ("issuer: 甲局: 乙科\n", "2: Y001.inner_colon"),
        ("channels: [｛kind： email｝\n", "2: Y001.full_width marks=['：', '｛', '｝']"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(faults: Faults, lines: str, fault: str) -> None:
    found = faults({"a/policy.yml": f"title: 甲\n{lines}", **TEXT})
    assert any(line.startswith(f"a/policy.yml:{fault}") for line in found), found


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("发布机构: 甲局: 乙科\n文号：甲\n", "3: Y001.inner_colon"),
        ("发布机构：甲局: 乙科\n", "3: Y001.inner_colon"),
        ("发布机构：'甲局\n文号：甲\n", "3: Y001.open_quotation"),
        ("发布机构：'甲局' 乙科\n", "3: Y001.not_yaml"),
        ("文号: [甲\n发布机构：乙，丙\n", "3: Y001.not_yaml"),
        ("发布机构 甲局\n文号：甲，乙\n", "3: Y001.not_yaml"),
        ("主管：甲局\n文号: 甲，乙\n", "3: Y001.full_width marks=['：']"),
        ("主题: |\n  甲\n", "1: Y001.full_width"),
    ],
)
def test_a_slip_next_to_full_width_colons_is_named_on_its_own_line(
    faults: Faults, lines: str, fault: str
) -> None:
    found = faults({"a/policy.yml": f"标题：关于“甲”的通知\n类别：文件\n{lines}", **TEXT})
    assert any(line.startswith(f"a/policy.yml:{fault}") for line in found), found


@pytest.mark.parametrize(
    "written",
    [
        "2026年4月3日至2026年5月8日", "2026年4月3日—5月8日", "自2026年4月3日起至5月8日止",
        "2026-04-03 至 2026-05-08", "2026.4.3-2026.5.8", "2026/4/3～2026/5/8",
        "2026年4月3日至5月8日24时",
    ],
)  # fmt: skip
def test_a_period_may_be_written_in_one_line(read: Read, written: str) -> None:
    (window,) = read({"a/policy.yml": f"title: 甲\nwindows: {written}\n", **TEXT}).policy.windows
    assert (window.first_day, window.last_day) == (date(2026, 4, 3), date(2026, 5, 8))
    assert rfc3339(window.closes_at) == "2026-05-09T00:00:00+08:00"


@pytest.mark.parametrize(
    "written",
    [
        "2026年12月1日至31日", "2026年12月1日至12月31日", "2026 年 12 月 1 日 至 31 日",
        "二〇二六年十二月一日至三十一日", "2026-12-01至31日", "2026-12-01至12-31", "2026.12.1—31",
        "2026年12月1日至31日24时", "自2026年12月1日起至31日止",
    ],
)  # fmt: skip
def test_the_last_day_may_leave_out_what_it_shares_with_the_first(read: Read, written: str) -> None:
    yml = f"title: 甲\n征求意见时间: {written}\n"
    (window,) = read({"a/policy.yml": yml, **TEXT}).policy.windows
    assert (window.first_day, window.last_day) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("last", ["31", "待定", "月底", "12月"])
def test_a_last_day_that_is_none_is_quoted_as_it_is_written(faults: Faults, last: str) -> None:
    last = last.replace("31", "第31")
    (fault,) = faults({"a/policy.yml": f"title: 甲\nwindows: 2026年12月1日至{last}\n", **TEXT})
    assert fault == f"a/policy.yml:2: Y004.moment key=windows.0.closes value='{last}'"


@pytest.mark.parametrize("place", ["a.md", "a/policy.yml"])
def test_channels_may_be_written_in_one_line(read: Read, place: str) -> None:
    line = "电子邮件 a@example.org；电话：0719-8651234；江城市柳林路15号；b@example.org"
    yml = f"title: 甲\n提出意见的方式: {line}\n"
    files = {"a.md": f"---\n{yml}---\n正文。\n", "a/policy.yml": yml}
    policy = read({place: files[place]} | (TEXT if place != "a.md" else {})).policy
    assert [(each.kind, each.to) for each in policy.channels] == [
        ("email", "a@example.org"), ("phone", "0719-8651234"),
        ("letter", "江城市柳林路15号"), ("email", "b@example.org"),
    ]  # fmt: skip


def test_braces_may_hold_full_width_colons_and_commas(read: Read) -> None:
    window = "- {id：w1，version：v1，开始：2026/4/3，截止：2026年5月8日24时，缩短理由：应急，急需}"
    source = read({"a/policy.yml": f"title: 甲\nkind: “征求意见”\nwindows:\n  {window}\n", **TEXT})
    (found,) = source.policy.windows
    assert (found.id, found.shortened_reason) == ("w1", "应急，急需")
    assert (found.first_day, found.last_day) == (date(2026, 4, 3), date(2026, 5, 8))
    assert source.policy.kind == "consultation"


def test_a_colon_inside_a_text_stays(read: Read) -> None:
    yml = "title: 关于印发：某办法\nsubject: >\n  标题：内容\n  kind：文字\n"
    policy = read({"a/policy.yml": yml, **TEXT}).policy
    assert (policy.title, policy.subject) == ("关于印发：某办法", "标题：内容 kind：文字\n")
    braces = "attachments: [{title: 附件，文件：甲, file: a.pdf}]\nkeywords: ['甲，标题：乙']\n"
    for text in (braces, "- https://example.org/\n", "to: a：b\n", "数量：3\n", "to: 甲，乙：丙\n"):
        assert with_half_width_colons(text) == text


def test_front_matter_is_read_the_same(read: Read) -> None:
    (source,) = (read({"b.md": "---\n标题：甲\n发布机构:乙局\n---\n正文。\n"}),)
    assert (source.policy.title, source.policy.issuer) == ("甲", "乙局")


def test_no_word_means_two_keys_of_one_place() -> None:
    from publisher.sources.chinese_words import _TABLE

    for words in [*_TABLE["keys"].values(), *_TABLE["values"].values()]:
        listed = [word for each in words.values() for word in each.split()]
        assert sorted({*listed}) == sorted(listed)
    assert {*_TABLE["values"]["kind"]} == {
        "consultation",
        "document",
        "interpretation",
        "reply",
        "commitments",
        "news",
    }
    assert PolicyFile.model_fields.keys() <= _TABLE["keys"]["file"].keys()

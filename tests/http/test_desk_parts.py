"""The parts that pages of the desk are made of, each rendered by itself, in both languages."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

import comments_service.web.app as application
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.web.shell.request_locale import Locale
from interface.language import language
from interface.quoting import chinese
from interface.stylesheet import SHEETS, stylesheet
from tests.http.html_page import Element, _Parser

_TEMPLATES = Path(application.__file__).parent / "templates"
_PAGES = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
_IMPORT = '{% import "desk/parts.html" as parts with context %}'
FAULTS = {"reason": "请写理由", "to.clause": "没有<这一条>"}


def part(call: str, tag: str = "zh-CN", **facts: Any) -> Element:
    locale = Locale(language(tag))
    given = {
        "_": locale.translate,
        "chinese": partial(chinese, locale.translate),
        "csrf": "token",
        "dispositions": DISPOSITIONS,
        **facts,
    }
    return _Parser(_PAGES.from_string(_IMPORT + call).render(**given)).root


def words(found: Element) -> str:
    return re.sub(r"\s+", " ", found.text).strip()


def test_a_form_carries_the_token_of_the_session() -> None:
    found = part("{{ parts.csrf_field() }}").one("input", name="csrf")
    assert (found["type"], found["value"]) == ("hidden", "token")


@pytest.mark.parametrize(
    ("call", "tag"),
    [
        ('{{ parts.field("reason", "理由", value) }}', "input"),
        ('{{ parts.area("reason", "理由", value) }}', "textarea"),
        ('{{ parts.select("reason", "理由", [("a", "甲"), (value, "乙")], value) }}', "select"),
    ],
)
def test_a_field_keeps_what_was_typed_and_says_at_itself_what_is_wrong(call: str, tag: str) -> None:
    value = '\n<b>"两家"&\n'
    found = part(call, faults=FAULTS, value=value)
    control = found.one(tag, name="reason")
    assert found.one("label")["for"] == control["id"] == "f-reason"
    assert control["aria-invalid"] == "true"
    assert found.one("span", id=control["aria-describedby"]).text == "请写理由"
    if tag == "select":
        assert [each["value"] for each in found.every("option") if "selected" in each.attrs] == [
            value
        ]
    else:
        # HTML drops the line feed behind <textarea>.
        assert value == (control["value"] if tag == "input" else control.text[1:])


def test_a_field_without_a_fault_says_nothing_of_one() -> None:
    found = part('{{ parts.field("reason", "理由", hint="可不填") }}')
    control = found.one("input")
    assert "aria-invalid" not in control.attrs
    assert found.one("span", id=control["aria-describedby"]).text == "可不填"


def test_one_of_a_group_is_chosen_by_keyboard_and_none_to_begin_with() -> None:
    call = '{{ parts.radios("d", "采纳情况", [("adopted", "采纳"), ("out", "其他")], chosen) }}'
    found = part(call, chosen="")
    assert words(found.one("legend")) == "采纳情况"
    assert [each["type"] for each in found.every("input")] == ["radio"] * 2
    assert not [each for each in found.every("input") if "checked" in each.attrs]
    chosen = part(call, chosen="out")
    assert [each["value"] for each in chosen.every("input") if "checked" in each.attrs] == ["out"]


def test_the_summary_leads_to_each_field_by_its_label() -> None:
    call = '{{ parts.error_summary({"reason": "理由", "to.clause": "体现在哪一条"}) }}'
    found = part(call, faults=FAULTS)
    links = [(each["href"], each.text) for each in found.every("a")]
    assert links == [
        ("#f-reason", "理由：请写理由"),
        ("#f-to-clause", "体现在哪一条：没有<这一条>"),
    ]
    assert words(part(call)) == ""


def test_a_disposition_is_a_square_and_a_word_and_none_is_a_dash() -> None:
    for code, word in DISPOSITIONS.items():
        found = part("{{ parts.disposition(code) }}", code=code)
        assert words(found) == word
        square = f"yl-square yl-square-{code.replace('_', '-')}"
        assert found.one("span", **{"class": square})["aria-hidden"] == "true"
    assert words(part("{{ parts.disposition(none) }}")) == "—"


def test_a_tag_is_a_word() -> None:
    found = part('{{ parts.tag("有修改", "changed") }}{{ parts.sample() }}', "en")
    assert words(found) == "有修改Sample"


def test_a_bar_is_as_long_as_its_parts() -> None:
    found = part("{{ parts.progress(2, 1, 1) }}")
    assert [float(each["width"]) for each in found.every("rect")] == [160, 120, 80]
    assert list(part("{{ parts.progress(0, 0, 0) }}").every("rect")) == []


def test_a_partition_reads_as_a_sum() -> None:
    rows = "[(1, '撤回'), (0, '无效'), (2, '没有决定')]"
    call = f"{{{{ parts.partition((3, '收到'), {rows}, '没有决定') }}}}"
    found = part(call)
    assert words(found) == "3 收到 = 1 撤回 + 0 无效 + 2 没有决定"
    kinds = [each["class"].split()[-1] for each in found.every("span") if each["class"]]
    assert kinds.count("yl-sum-zero") == kinds.count("yl-sum-urgent") == 1


def test_what_is_not_there_says_so_with_what_one_can_do() -> None:
    call = (
        "{% call parts.empty('还没有收到意见', '请登记进来。') %}<a href=\"x\">登记</a>"
        "{% endcall %}"
    )
    assert words(part(call)) == "还没有收到意见请登记进来。登记"
    assert words(part("{{ parts.empty('没有', '以后') }}")) == "没有以后"


def test_the_rail_marks_what_is_chosen() -> None:
    rows = "[('?a', '待审核', 9, false), ('?b', '已审核', 12, true)]"
    found = part(f"{{{{ parts.rail_group('状态', {rows}) }}}}")
    assert words(found) == "状态 待审核 9 已审核 12"
    (chosen,) = (each for each in found.every("a") if each["aria-current"])
    assert chosen["href"] == "?b"


def test_the_pager_leads_on_where_there_is_more() -> None:
    found = part("{{ parts.pager(1, 10, 19, after='?after=10') }}")
    assert words(found) == "第1至10条，共19条 下一页"
    assert [(each["rel"], each["href"]) for each in found.every("a")] == [("next", "?after=10")]


def test_every_colour_of_a_part_stands_in_a_stylesheet() -> None:
    css = "".join(map(stylesheet, SHEETS))
    for code in ("adopted", "partly-adopted", "not-adopted", "already-provided", "invalid"):
        assert f".yl-square-{code} {{" in css
    used = set(re.findall(r"var\((--[a-z-]+)\)", css))
    assert used <= set(re.findall(r"(--[a-z-]+):", css))

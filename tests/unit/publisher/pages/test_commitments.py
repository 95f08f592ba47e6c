"""服务承诺清单: the file, the table, and the policy that is nothing else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from interface import dates
from interface.language import language
from publisher import pages
from publisher.compile.policy import CompiledPolicy
from publisher.pages.policy.promises import commitments_values
from tests.readers.html_tree import Element, parse
from tests.unit.publisher.conftest import Faults, Read
from tests.worlds.sites import build, samples, write

YML = {"a/policy.yml": "title: 甲\n", "a/v1.md": "一、总则\n"}
ITEM = "items:\n  - title: 新增泊位\n    deadline: 2024-09-30\n"

chinese = language("zh-CN").translate


def policy(name: str) -> CompiledPolicy:
    return next(each for each in samples()[1].policies if each.policy.id == name)


def values(name: str) -> dict[str, Any]:
    found = commitments_values(policy(name), chinese)
    assert found
    return found


def table(name: str) -> Element:
    templates = Path(pages.__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(_=chinese, chinese=escape, day=dates.day)
    part = environment.get_template("parts/commitments.html")
    return parse(part.render(commitments=values(name), home="../"))


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("items: []\n", "a/commitments.yml:1: Y004.empty_list key=items"),
        ("title: 清单\n", "a/commitments.yml:1: Y005.missing key=items"),
        ("items:\n  - title: 甲\n", "a/commitments.yml:2: Y005.missing key=items.0.deadline"),
        (f"{ITEM}    state: 进行中\n", "a/commitments.yml:4: Y004.choice key=items.0.state"),
        (f"{ITEM}    done_on: 2024-13-01\n", "a/commitments.yml:4: Y004.day key=items.0.done_on"),
        (f"{ITEM}    who: 甲局\n", "a/commitments.yml:4: Y003.unknown_key key=items.0.who"),
        ("items:\n  - {title: 甲, deadline: 2024-9-31}\n",
         "a/commitments.yml:2: Y004.day key=items.0.deadline"),
    ],
)  # fmt: skip
def test_a_fault_in_the_list_is_named_by_its_line(faults: Faults, lines: str, fault: str) -> None:
    found = faults({**YML, "a/commitments.yml": lines})
    assert found[0].startswith(fault)


def test_a_deadline_is_a_day_or_words(read: Read) -> None:
    lines = f"{ITEM}  - {{title: 答复投诉, deadline: 5个工作日内}}\n"
    listed = read({**YML, "a/commitments.yml": lines}).commitments
    assert listed
    assert [item.deadline for item in listed.items] == [date(2024, 9, 30), "5个工作日内"]


def test_a_row_says_who_does_what_until_when_and_how_it_stands() -> None:
    first = table("sample-parking").one("tbody").all("tr")[0]
    assert [" ".join(cell.text().split()) for cell in first.all("td")] == [
        "1",
        "在老旧小区周边新增夜间限时泊位依据第二部分（一）",
        "甲市公安局交管支队（虚构）",
        "新增1200个",
        "2024年9月30日",
        "完成2024年9月12日完成实际新增1268个",
    ]


def test_a_promise_leads_to_its_clause_by_any_of_its_names() -> None:
    hrefs = [row["clause"] and row["clause"]["path"] for row in values("sample-parking")["rows"]]
    assert hrefs == [
        "sample-parking/#v1.part_2__sec_1",
        "sample-parking/#v1.part_2__sec_2",
        None,
        None,
    ]


def test_the_state_is_what_the_file_says_not_what_the_clock_says() -> None:
    # 2025-12-31 is long past when this runs; the file says 未到期.
    assert [row["state"] for row in values("sample-parking")["rows"]] == [
        "完成",
        "逾期",
        "未到期",
        "",
    ]


def test_every_cell_has_its_label_for_a_narrow_screen() -> None:
    root = table("sample-parking")
    heads = [head.text() for head in root.one("thead").all("th")]
    for row in root.one("tbody").all("tr"):
        assert [cell.attributes["data-label"] for cell in row.all("td")] == heads


def test_a_policy_without_a_list_shows_none() -> None:
    assert commitments_values(policy("sample-silent"), chinese) is None


def test_a_list_that_is_all_there_is_is_the_text_of_its_policy() -> None:
    clauses = policy("sample-promises").latest.clauses.clauses
    assert [clause.eid for clause in clauses] == [f"point_{n}" for n in range(1, 5)]
    assert clauses[0].number + clauses[0].heading + clauses[0].text == (
        "1.在老旧小区周边新增夜间限时泊位；责任单位：甲市公安局交管支队（虚构）；"
        "目标：新增1200个；完成时限：2024-09-30。"
    )


def test_its_rows_are_its_clauses() -> None:
    rows = table("sample-promises").all(css="yl-clause")
    assert [(row.attributes["id"], row.attributes["data-wid"]) for row in rows] == [
        (f"point_{n}", f"v1.point_{n}") for n in range(1, 5)
    ]
    assert values("sample-promises")["whole"]
    assert not values("sample-parking")["whole"]


def test_keeping_such_a_list_up_to_date_changes_no_text(tmp_path: Path) -> None:
    files = {"a/policy.yml": "title: 甲\nkind: commitments\n", "a/commitments.yml": ITEM}
    folder = write(tmp_path / "policies", files)
    before = build(folder, tmp_path / "site").catalogue.policies[0].latest
    write(folder, {"a/commitments.yml": f"title: 清单\n{ITEM}    state: 完成\n    note: 已建成\n"})
    after = build(folder, tmp_path / "site").catalogue.policies[0].latest
    assert before.digest == after.digest


def test_a_list_of_a_policy_of_another_kind_needs_its_text(faults: Faults) -> None:
    found = faults({"a/policy.yml": "title: 甲\n", "a/commitments.yml": ITEM})
    assert found == ["a/v1.md:1: S003.no_text"]

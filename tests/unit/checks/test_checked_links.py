import pytest

from tests.unit.checks.conftest import Found, text

TARGET = text("一、总则\n（一）范围\n")
YML = "title: 乙\nkind: interpretation\nlinks:\n  - {rel: interprets, to: a, clauses: [%s]}\n"


def reading(clauses: str, body: str = "问：企业是什么？\n") -> dict[str, str]:
    return {**TARGET, "b/policy.yml": YML % clauses, "b/v1.md": body}


@pytest.mark.parametrize("name", ["part_1__sec_1", "v1.part_1", "第一部分（一）"])
def test_an_interpretation_names_clauses_by_id_or_citation(found: Found, name: str) -> None:
    assert found(reading(name)) == []


def test_an_interpretation_that_names_no_clause_is_named(found: Found) -> None:
    assert found(reading("")) == ["b/policy.yml:3: K016 the interpretation names no clause"]


def test_its_text_may_name_them(found: Found) -> None:
    assert found(reading("", "第一部分第（一）条说的是企业。\n")) == []
    assert found(reading("", "关于一、（一）的说明。\n")) == []


def test_the_clause_of_another_law_is_not_one_of_the_policys(found: Found) -> None:
    faults = found(reading("", "依据《民法典》第三条和公司法第五条。\n"))
    assert [fault.split()[1] for fault in faults] == ["K016"]


def test_an_interpretation_of_nothing_is_named(found: Found) -> None:
    files = {"b/policy.yml": "title: 乙\nkind: interpretation\n", "b/v1.md": "第一条是企业。\n"}
    assert found(files) == [
        "b/policy.yml:2: K016 the interpretation is linked to no policy (links: rel interprets)"
    ]


def test_an_interpretation_beside_the_text_is_held_to_the_same(found: Found) -> None:
    assert found({**TARGET, "a/interpretation.md": "问：企业是什么？\n"}) == [
        "a/interpretation.md:1: K016 the interpretation names no clause"
    ]
    assert found({**TARGET, "a/interpretation.md": "问：第一部分是什么？\n"}) == []


def test_a_clause_that_the_target_has_not_is_named_by_line(found: Found) -> None:
    yml = YML.replace("[%s]", "\n      [part_1,\n       part_9]")
    assert found({**reading(""), "b/policy.yml": yml}) == [
        "b/policy.yml:6: K017 links: a has no clause part_9"
    ]


def test_a_clause_that_was_deleted_since_still_leads_to_its_version(found: Found) -> None:
    yml = "title: 甲\nversions: [{id: v1, published_on: 2020-01-01}, {id: v2}]\n"
    files = {**reading("v1.part_1__sec_1"), "a/policy.yml": yml, "a/v2.md": "一、总则\n"}
    assert found(files) == []
    gone = found({**files, "b/policy.yml": YML % "v1.part_7"})
    assert gone == ["b/policy.yml:4: K017 links: a has no clause v1.part_7"]


@pytest.mark.parametrize(
    "address",
    ["../a/", "../a/#part_1", "/a/#v1.part_1", "../../a/v1/#part_7", "#para_1", "../search/?q=a",
     "files/x.pdf", "./x/", "../v1/", "https://example.org/b/", "mailto:a@example.org", "//b.cn/x/",
     "../a/changes/v1-v2/", "../a/#%E7%AC%AC%E4%B8%80%E9%83%A8%E5%88%86"],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_no_fault(found: Found, address: str) -> None:
    files = {**TARGET, "c/policy.yml": "title: 丙\n", "c/v1.md": f"见[意见]({address} '题')。\n"}
    assert found(files) == []


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("../z/", "../z/: there is no policy z"),
        ("/z/v1/#part_1", "/z/v1/#part_1: there is no policy z"),
        ("../a/#part_9", "../a/#part_9: a has no clause part_9"),
        ("#part_9", "#part_9: c has no clause part_9"),
    ],
)
def test_a_dead_link_is_named_by_line(found: Found, address: str, fault: str) -> None:
    body = f"甲。\n\n见[一](../a/)、[二]({address})。\n"
    files = {**TARGET, "c/policy.yml": "title: 丙\n", "c/v1.md": body}
    assert found(files) == [f"c/v1.md:3: K018 {fault}"]


@pytest.mark.parametrize("name", ["notice.md", "explanation.md", "interpretation.md"])
def test_the_texts_beside_are_looked_at_too(found: Found, name: str) -> None:
    assert found({**TARGET, f"a/{name}": "第一部分\n\n[见](../z/)\n"}) == [
        f"a/{name}:3: K018 ../z/: there is no policy z"
    ]

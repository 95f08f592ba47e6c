import pytest

from publisher.checks.addresses import addresses_in
from tests.unit.publisher.checks.conftest import Found, text

TARGET = text("一、总则\n（一）范围\n")
YML = "title: 乙\nkind: interpretation\nlinks:\n  - {rel: interprets, to: a, clauses: [%s]}\n"


def reading(clauses: str, body: str = "问：企业是什么？\n") -> dict[str, str]:
    return {**TARGET, "b/policy.yml": YML % clauses, "b/v1.md": body}


@pytest.mark.parametrize(
    "name", ["part_1__sec_1", "v1.part_1", "第一部分（一）", "一、（一）", "《甲》第一部分（一）"]
)
def test_an_interpretation_names_clauses_by_id_or_citation(found: Found, name: str) -> None:
    assert found(reading(name)) == []


def test_an_interpretation_that_names_no_clause_is_named(found: Found) -> None:
    assert found(reading("")) == ["b/policy.yml:3: K016.no_clause"]


def test_its_text_may_name_them(found: Found) -> None:
    assert found(reading("", "第一部分第（一）条说的是企业。\n")) == []
    assert found(reading("", "关于一、（一）的说明。\n")) == []


def test_the_clause_of_another_law_is_not_one_of_the_policys(found: Found) -> None:
    faults = found(reading("", "依据《民法典》第三条和公司法第五条。\n"))
    assert [fault.split()[1] for fault in faults] == ["K016.no_clause"]


def test_an_interpretation_of_nothing_is_named(found: Found) -> None:
    files = {"b/policy.yml": "title: 乙\nkind: interpretation\n", "b/v1.md": "第一条是企业。\n"}
    assert found(files) == ["b/policy.yml:2: K016.no_link"]


def test_an_interpretation_beside_the_text_is_held_to_the_same(found: Found) -> None:
    assert found({**TARGET, "a/interpretation.md": "问：企业是什么？\n"}) == [
        "a/interpretation.md:1: K016.no_clause"
    ]
    assert found({**TARGET, "a/interpretation.md": "问：第一部分是什么？\n"}) == []


def test_a_clause_that_the_target_has_not_is_named_by_line(found: Found) -> None:
    yml = YML.replace("[%s]", "\n      [part_1,\n       part_9]")
    assert found({**reading(""), "b/policy.yml": yml}) == [
        "b/policy.yml:6: K017.link to=a clause=part_9"
    ]


def test_a_clause_that_was_deleted_since_still_leads_to_its_version(found: Found) -> None:
    yml = "title: 甲\nversions: [{id: v1, published_on: 2020-01-01}, {id: v2}]\n"
    files = {**reading("v1.part_1__sec_1"), "a/policy.yml": yml, "a/v2.md": "一、总则\n"}
    assert found(files) == []
    gone = found({**files, "b/policy.yml": YML % "v1.part_7"})
    assert gone == ["b/policy.yml:4: K017.link to=a clause=v1.part_7"]


TWO = {
    "a/policy.yml": "title: 甲\nversions: [{id: v1, published_on: 2020-01-01}, "
    "{id: v2, published_on: 2021-01-01}]\n",
    "a/v1.md": "一、总则\n二、附则\n",
    "a/v2.md": "一、总则\n",
}
FROM_C = {
    "c/policy.yml": "title: 丙\nattachments: [{title: 表, file: x.pdf}]\n",
    "c/x.pdf": "%PDF-1.4",
}


@pytest.mark.parametrize(
    "address",
    ["../a/", "../a/#part_1", "/a/#v1.part_1", "../../a/v1/#part_2", "#para_1", "../search/?q=a",
     "files/x.pdf", "x.pdf", "v1/", "../c/v1/", "../", "/", "../catalogue.json", "../en/a/",
     "../a/index.html", "../a/changes/v1-v2/", "../a/#%E7%AC%AC%E4%B8%80%E9%83%A8%E5%88%86"],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_no_fault(found: Found, address: str) -> None:
    assert found({**TWO, **FROM_C, "c/v1.md": f"见[意见]({address} '题')。\n"}) == []


@pytest.mark.parametrize(
    ("address", "kind", "values"),
    [
        ("../z/", "no_policy", "policy=z"),
        ("/z/v1/#part_1", "no_policy", "policy=z"),
        ("../a/#part_9", "no_clause", "policy=a clause=part_9"),
        ("#part_9", "no_clause", "policy=c clause=part_9"),
        ("../a/v2/#part_2", "no_clause_in", "policy=a version=v2 clause=part_2"),
        ("../a/v3/", "no_version", "policy=a version=v3"),
        ("../a/changes/v1-v3/", "no_page", "policy=a page=changes/v1-v3"),
        ("../a/results/", "no_page", "policy=a page=results"),
        ("files/y.pdf", "no_page", "policy=c page=files/y.pdf"),
        ("./x/", "no_page", "policy=c page=x"),
        ("../v1/", "no_policy", "policy=v1"),
    ],
)
def test_a_dead_link_is_named_by_line(found: Found, address: str, kind: str, values: str) -> None:
    body = f"甲。\n\n见[一](../a/)、[二]({address})。\n"
    assert found({**TWO, **FROM_C, "c/v1.md": body}) == [
        f"c/v1.md:3: K018.{kind} address={address} {values}"
    ]


@pytest.mark.parametrize(
    "line", ["[见]: ../z/ '题'", '见<a href="../z/">乙</a>', "见[乙](<../z/>)"]
)
def test_a_link_may_be_written_in_several_ways(found: Found, line: str) -> None:
    files = {**FROM_C, "c/v1.md": f"{line}\n"}
    assert found(files) == ["c/v1.md:1: K018.no_policy address=../z/ policy=z"]


def test_words_in_brackets_are_no_link(found: Found) -> None:
    assert found({**FROM_C, "c/v1.md": "某政办[2018](第12号)文\n"}) == []


def test_what_is_not_public_yet_is_a_dead_link(found: Found) -> None:
    coming = {"b/policy.yml": "title: 乙\nversions: [{id: v1, published_on: 2027-01-01}]\n"}
    files = {**FROM_C, **coming, "b/v1.md": "一、总则\n", "c/v1.md": "见[乙](../b/)。\n"}
    assert found(files) == ["c/v1.md:1: K018.not_public address=../b/ policy=b"]
    back = {**files, "b/v1.md": "见[乙](./)。\n", "c/v1.md": "丙。\n"}
    assert found(back) == []


VERSIONS = "versions: [{id: v1, published_on: 2018-01-01}, {id: v2, published_on: 2099-01-01}]\n"
GROWING = {
    "b/policy.yml": f"title: 乙\n{VERSIONS}",
    "b/v1.md": "第一条 甲。\n",
    "b/v2.md": "第一条 甲。\n\n第二条 新的规定。\n",
}


@pytest.mark.parametrize(
    ("address", "to_come"),
    [
        ("../b/v2/", "b/v2"),
        ("../b/v2/#art_1", "b/v2"),
        ("../b/#v2.art_2", "b/#v2.art_2"),
        ("../b/changes/v1-v2/", "b/changes/v1-v2"),
        ("../b/v1/#art_1", ""),
        ("../b/#art_1", ""),
    ],
)
def test_what_a_public_policy_has_to_come_is_a_dead_link(
    found: Found, address: str, to_come: str
) -> None:
    files = {**FROM_C, **GROWING, "c/v1.md": f"见[乙]({address})。\n"}
    named = f"c/v1.md:1: K018.not_public address={address} policy={to_come}"
    assert found(files) == ([named] if to_come else [])


def test_a_text_to_come_may_lead_to_what_comes_with_it(found: Found) -> None:
    text = "第一条 甲。\n\n第二条 见[上一版](../b/changes/v1-v2/)。\n"
    assert found({**FROM_C, "c/v1.md": "丙。\n", **GROWING, "b/v2.md": text}) == []


@pytest.mark.parametrize(
    "address",
    ["https://example.org/b/", "mailto:a@example.org", "//b.cn/x/", "tel:+86-719-8651234",
     "https://www.example.gov.cn:8443/a_(b)?q=1#c", "http://政务.中国/", "http://[::1]/",
     "ftp://ftp.example.org/a"],
)  # fmt: skip
def test_an_address_elsewhere_is_only_read(found: Found, address: str) -> None:
    assert found({**FROM_C, "c/v1.md": f"见[彼]({address})。\n"}) == []


@pytest.mark.parametrize(
    ("address", "kind", "values"),
    [
        ("http：//example.org/", "wide_mark", " mark=："),
        ("https://example.org/a，b", "wide_mark", " mark=，"),
        ("https:///a", "no_host", ""),
        ("https://example/a", "no_host", ""),
        ("https://example.org:99999/", "no_host", ""),
        ("javascript:alert", "scheme", " scheme=javascript"),
        ("mailto:nobody", "no_address", ""),
        ("//", "no_host", ""),
    ],
)
def test_an_address_that_cannot_be_one_is_named(
    found: Found, address: str, kind: str, values: str
) -> None:
    faults = found({**FROM_C, "c/v1.md": f"甲\n见[彼]({address})。\n"})
    assert faults == [f"c/v1.md:2: K022.{kind} address={address}{values}"]


@pytest.mark.parametrize("name", ["notice.md", "explanation.md", "interpretation.md"])
def test_the_texts_beside_are_looked_at_too(found: Found, name: str) -> None:
    assert found({**TARGET, f"a/{name}": "第一部分\n\n[见](../z/)\n"}) == [
        f"a/{name}:3: K018.no_policy address=../z/ policy=z"
    ]


def test_pictures_and_footnotes_are_no_links_of_the_site(found: Found) -> None:
    body = "见[^1]和[表](x.pdf)。\n\n![图](flow.png)\n\n[^1]: 见[乙](https://example.org)。\n"
    assert [fault for fault in found({**FROM_C, "c/v1.md": body}) if " K0" in fault] == []


@pytest.mark.parametrize("flood", ["](", "](a", "](a(", "<http:", "[a]: ", 'href="', "]((a)"])
def test_a_flood_of_brackets_is_read_once(flood: str) -> None:
    """Read again from each bracket, it would take minutes."""
    assert list(addresses_in(flood * 100_000)) == []
    assert list(addresses_in("](" + flood * 100_000)) == []


def test_an_address_may_have_brackets_and_a_title() -> None:
    text = '[甲](a/b "题") [乙](a/(b)c) <https://a.cn/c> <img src="x/y"> [丙](<a/b c>)\n[d]: /a/b\n'
    found = [address for _, address in addresses_in(text)]
    assert found == ["a/b", "a/(b)c", "https://a.cn/c", "x/y", "a/b", "/a/b"]

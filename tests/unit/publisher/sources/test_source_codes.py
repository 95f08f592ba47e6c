"""Each code of a fault in the sources, from a folder that has it, with its place."""

from pathlib import Path

import pytest

from publisher.problems import Problems
from publisher.sources import read_policies, read_site_file
from tests.unit.publisher.conftest import Faults

GOOD = {"a/policy.yml": "title: 甲\n", "a/v1.md": "正文。\n"}
YML = "a/policy.yml"
NO_ID = "a policy's id is 1 to 64 of a-z, 0-9 and -, and does not start with -"
NO_MOMENT = "not a date such as 2018-07-12 or a time such as 2018-07-12T08:30:00"
TWO_WINDOWS = """title: 甲
versions:
  - {id: v1, published_on: 2018-07-01}
windows:
  - {id: w1, version: v1, opens: 2018-07-01, closes: 2018-07-10}
  - {id: w2, version: v1, opens: 2018-07-10, closes: 2018-07-20}
"""


def test_good_sources_have_no_fault(faults: Faults) -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("policy_yml", "fault"),
    [
        ("title: [\n", "2: Y001 not YAML: expected the node content, but found '<stream end>'"),
        ("title: 甲\n\tkind: news\n",
         "2: Y001 not YAML: found character '\\t' that cannot start any token"),
        ("- 甲\n", "1: Y001 not a mapping of keys to values"),
        ("", "1: Y001 not a mapping of keys to values"),
        ("title: &t 甲\nissuer: *t\n", "2: Y001 aliases (*name) are not taken"),
        ("title: 甲\nissuer: 乙\ntitle: 丙\n", "3: Y002 title: stands here twice"),
        ("title: 甲\nauthor: 乙\n", "2: Y003 author: no such key"),
        ("title: 甲\n<<: {kind: news}\n", "2: Y003 <<: no such key"),
        ("title: 甲\nissuer: 乙\nwritten_on: 2018-7-1\n",
         "3: Y004 written_on: not a date such as 2018-07-12 (is '2018-7-1')"),
        ("title: 甲\nwritten_on: 2018-02-30\n",
         "2: Y004 written_on: not a date such as 2018-07-12 (is '2018-02-30')"),
        ("title: 甲\nissued_on: 2018-07-12T25:00\n",
         f"2: Y004 issued_on: {NO_MOMENT} (is '2018-07-12T25:00')"),
        ("issuer: 乙\n", "1: Y005 title: is missing"),
        ("title: 甲\nchannels:\n  - kind: fax\n", "3: Y005 channels.0.to: is missing"),
        ("title: 甲\nattachments:\n  - title: 表\n    file: 表.xlsx\n",
         "4: S003 表.xlsx is no file that may be attached"),
        ("title: 甲\nattachments: [{title: 表, file: ../b/v1.md}]\n",
         "2: S003 ../b/v1.md is no file that may be attached"),
        ("title: 甲\nversions:\n  - {id: v1}\n  - {id: v1}\n", "2: S006 a version is listed twice"),
        ("title: 甲\nwindows:\n  - {id: w1, version: v2, opens: 2018-07-01, closes: 2018-07-10}\n",
         "3: S007 there is no version v2"),
        ("title: 甲\nwindows:\n  - {id: w1, version: v1, opens: 2018-07-02, closes: 2018-07-01}\n",
         "3: S008 the window closes before it opens"),
        (TWO_WINDOWS, "6: S009 overlaps the window w1"),
        (TWO_WINDOWS.replace("opens: 2018-07-10", "opens: 2018-07-11").replace("w2", "w1"),
         "6: S006 a window w1 stands above"),
        ("title: 甲\nlinks: [{rel: interprets, to: b}]\n", "2: S011 links: there is no policy b"),
        ("title: 甲\nattachments: [{title: 附, file: v1.md}]\n",
         "2: S003 v1.md is no file that may be attached"),
        ("title: '  '\n", "1: Y004 title: must be one line with words in it (is '  ')"),
        ("title: 甲\nissued_on: 20180701\n",
         ("2: Y004 issued_on: not a date such as 2018-07-12 or a time such as "
         "2018-07-12T08:30:00 (is '20180701')")),
    ],
)  # fmt: skip
def test_a_fault_in_the_metadata_is_named_by_line(
    faults: Faults, policy_yml: str, fault: str
) -> None:
    assert faults({**GOOD, YML: policy_yml}) == [f"{YML}:{fault}"]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"a/v1.md": "一。\n二\x00。\n"}, "a/v1.md:2: S001 holds the control character U+0000"),
        ({"Ab/policy.yml": "title: 乙\n"}, f"Ab:1: S002 {NO_ID}"),
        ({"api/policy.yml": "title: 乙\n"}, "api:1: S002 api is reserved for the site itself"),
        ({"search.md": "# 乙\n\n文。\n"},
         "search.md:1: S002 search is reserved for the site itself"),
        ({"b/v1.md": "正文。\n"}, "b/policy.yml:1: S003 is missing"),
        ({"b/policy.yml": "title: 乙\n"}, "b/v1.md:1: S003 is missing"),
        ({"a/v2.md": "正文。\n"}, "a/v2.md:1: S004 is not listed under versions in policy.yml"),
        ({"a/v1.md": "# 只有题目\n"}, "a/v1.md:1: S005 holds no text"),
        ({"a/v1.md": ""}, "a/v1.md:1: S005 holds no text"),
        ({"a.md": "# 甲\n\n文。\n"}, "a.md:1: S006 there are both a/ and a.md"),
        ({"b.md": "---\ntitle: 乙\nversions: [{id: v1}]\n---\n文。\n"},
         "b.md:1: S007 versions and windows need a folder with policy.yml"),
        ({"a/notcie.md": "x"}, "a/notcie.md:1: S010 is not part of a policy"),
        ({"a.yml": "x"}, "a.yml:1: S010 is neither a policy's folder nor a Markdown file"),
        ({"a/results.json": "{}"}, "a/results.json:1: Y004 /policy: missing"),
    ],
)  # fmt: skip
def test_a_fault_in_the_files_is_named(faults: Faults, files: dict[str, str], fault: str) -> None:
    assert faults({**GOOD, **files}) == [fault]


def test_a_file_that_is_not_utf8_is_named_by_line(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "b.md").write_bytes("# 乙\n\n正文。\n".encode("gb18030"))
    problems = Problems()
    assert read_policies(folder, problems) == []
    assert [str(problem) for problem in problems] == [
        f"{folder}/b.md:1: S001 not UTF-8 (byte 0xd2)"
    ]


def test_a_folder_of_policies_that_is_not_there_is_named(tmp_path: Path) -> None:
    problems = Problems()
    read_policies(tmp_path / "none", problems)
    assert [str(problem) for problem in problems] == [f"{tmp_path}/none:1: S001 is not a folder"]


def test_all_faults_are_reported_in_one_run(faults: Faults) -> None:
    found = faults(
        {
            "a/policy.yml": "kind: tender\nauthor: 乙\n",
            "a/v1.md": "正文。\n",
            "a/results.json": "[]",
            "b/policy.yml": "title: 乙\nwindows: [{id: w1, version: v9, opens: x, closes: y}]\n",
            "b/v1.md": "二、文\n",
            "c.md": "---\ntitle: 丙\nissued_on: soon\n---\n",
            "d/policy.yml": "title: 丁\n",
            "d/v1.md": "二、文\n",
            "forms.md": "# 戊\n",
        }
    )
    assert [fault.partition(" ")[0] + fault.split()[1] for fault in found] == [
        "a/policy.yml:1:Y004",
        "a/policy.yml:1:Y005",
        "a/policy.yml:2:Y003",
        "a/results.json:1:Y004",
        "b/policy.yml:2:Y004",
        "b/policy.yml:2:Y004",
        "c.md:3:Y004",
        "d/v1.md:1:C002",
        "forms.md:1:S002",
    ]


def test_faults_of_the_site_file_are_named_too(tmp_path: Path) -> None:
    path = tmp_path / "site.yml"
    path.write_text('name: ""\ntagline: x\nlogo: x.png\n', "utf-8")
    problems = Problems()
    assert read_site_file(path, problems).name == "言路"
    assert [(problem.line, problem.code) for problem in problems] == [(1, "Y004"), (3, "Y003")]


def test_a_site_without_its_file_has_the_defaults(tmp_path: Path) -> None:
    problems = Problems()
    assert read_site_file(tmp_path / "site.yml", problems).name == "言路"
    assert list(problems) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("assurance: identity_verified", "assurance: identity_verified"),
        ("publish_comments: after", "publish_comments: after"),
    ],
)
def test_what_is_asked_for_and_not_offered_is_said(faults: Faults, line: str, text: str) -> None:
    found = faults({**GOOD, YML: f"title: 甲\n{line}\n"})
    assert found == [f"{YML}:2: S012 {text} is not offered yet and has no effect"]

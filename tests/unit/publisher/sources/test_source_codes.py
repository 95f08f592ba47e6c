"""Each code of a fault in the sources, from a folder that has it, with its place."""

from pathlib import Path

import pytest

from publisher.problems import Problems
from publisher.sources import read_policies, read_site_file
from publisher.sources.schema import PolicyFile
from tests.unit.publisher.conftest import Faults

GOOD = {"a/policy.yml": "title: 甲\n", "a/v1.md": "正文。\n"}
YML = "a/policy.yml"
KEYS = [key for key in PolicyFile.model_fields if key != "title"]
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
        ("title: [\n",
         "2: Y001.not_yaml detail=expected the node content, but found '<stream end>'"),
        ("title: 甲\n\tkind: news\n",
         "2: Y001.tab"),
        ("- 甲\n", "1: Y001.not_a_mapping"),
        ("title: 甲\nversions:\n  -{id: v1, label: 一}\n", "3: Y001.glued_dash"),
        ("title: 甲\nversions:\n  - ｛id: v1, label: 一｝\n",
         "3: Y001.full_width marks=['｛', '｝']"),
        ('title: 甲\nissuer: "乙\nkind: news\n', "2: Y001.open_quotation"),
        ("", "1: Y001.not_a_mapping"),
        ("title: &t 甲\nissuer: *t\n", "2: Y001.alias"),
        ("title: 甲\nissuer: 乙\ntitle: 丙\n", "3: Y002.repeated key=title"),
        ("title: 甲\nauthor: 乙\n", f"2: Y003.unknown_key key=author choices={KEYS}"),
        ("title: 甲\n<<: {kind: news}\n", f"2: Y003.unknown_key key=<< choices={KEYS}"),
        ("title: 甲\nissuer: 乙\nwritten_on: 七月一日\n",
         "3: Y004.day key=written_on value='七月一日'"),
        ("title: 甲\nwritten_on: 2018-02-30\n",
         "2: Y004.day key=written_on value='2018-02-30'"),
        ("title: 甲\nissued_on: 2018-07-12T25:00\n",
         "2: Y004.moment key=issued_on value='2018-07-12T25:00'"),
        ("issuer: 乙\n", "1: Y005.missing key=title name=title"),
        ("title: 甲\nchannels:\n  - kind: fax\n", "3: Y005.missing key=channels.0.to name=to"),
        ("title: 甲\nattachments:\n  - title: 表\n    file: 表.xlsx\n",
         "4: S003.not_attachable file=表.xlsx"),
        ("title: 甲\nattachments: [{title: 表, file: ../b/v1.md}]\n",
         "2: S003.not_attachable file=../b/v1.md"),
        ("title: 甲\nversions:\n  - {id: v1}\n  - {id: v1}\n", "2: S006.version"),
        ("title: 甲\nwindows:\n  - {id: w1, version: v2, opens: 2018-07-01, closes: 2018-07-10}\n",
         "3: S007.no_version version=v2"),
        ("title: 甲\nwindows:\n  - {id: w1, version: v1, opens: 2018-07-02, closes: 2018-07-01}\n",
         "3: S008.no_time window=w1"),
        (TWO_WINDOWS, "6: S009.overlap window=w1"),
        (TWO_WINDOWS.replace("opens: 2018-07-10", "opens: 2018-07-11").replace("w2", "w1"),
         "6: S006.window window=w1"),
        ("title: 甲\nlinks: [{rel: interprets, to: b}]\n", "2: S011.no_policy to=b"),
        ("title: 甲\nattachments: [{title: 附, file: v1.md}]\n",
         "2: S003.not_attachable file=v1.md"),
        ("title: '  '\n", "1: Y004.one_line key=title value='  '"),
        ("title: 甲\nissued_on: 20180701\n",
         "2: Y004.moment key=issued_on value='20180701'"),
    ],
)  # fmt: skip
def test_a_fault_in_the_metadata_is_named_by_line(
    faults: Faults, policy_yml: str, fault: str
) -> None:
    assert faults({**GOOD, YML: policy_yml}) == [f"{YML}:{fault}"]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"a/v1.md": "一。\n二\x00。\n"}, "a/v1.md:2: S001.control_character character=U+0000"),
        ({"Ab/policy.yml": "title: 乙\n"}, "Ab:1: S002.not_an_id name=Ab"),
        ({"api/policy.yml": "title: 乙\n"}, "api:1: S002.reserved name=api"),
        ({"search.md": "# 乙\n\n文。\n"},
         "search.md:1: S002.reserved name=search"),
        ({"b/v1.md": "正文。\n"}, "b/policy.yml:1: S003.no_metadata"),
        ({"b/policy.yml": "title: 乙\n"}, "b/v1.md:1: S003.no_text"),
        ({"a/v2.md": "正文。\n"}, "a/v2.md:1: S004.unlisted"),
        ({"a/v1.md": "# 只有题目\n"}, "a/v1.md:1: S005.no_text"),
        ({"a/v1.md": ""}, "a/v1.md:1: S005.no_text"),
        ({"a.md": "# 甲\n\n文。\n"}, "a.md:1: S006.policy policy=a"),
        ({"b.md": "---\ntitle: 乙\nversions: [{id: v1}]\n---\n文。\n"},
         "b.md:1: S007.lone_file"),
        ({"a/notcie.md": "x"}, "a/notcie.md:1: S010.stranger"),
        ({"a.yml": "x"}, "a.yml:1: S010.stranger"),
        ({"a/results.json": "{}"}, "a/results.json:1: Y004.missing place=/policy"),
    ],
)  # fmt: skip
def test_a_fault_in_the_files_is_named(faults: Faults, files: dict[str, str], fault: str) -> None:
    assert faults({**GOOD, **files}) == [fault]


def test_a_link_to_a_policy_that_cannot_be_read_is_no_fault_of_the_link(faults: Faults) -> None:
    files = {**GOOD, YML: "title: 甲\nlinks: [{rel: interprets, to: b}]\n"}
    assert faults({**files, "b/v1.md": "正文。\n"}) == ["b/policy.yml:1: S003.no_metadata"]


def test_a_file_that_is_not_utf8_is_named_by_line(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "b.md").write_bytes("# 乙\n\n正文。\n".encode("gb18030"))
    problems = Problems()
    assert read_policies(folder, problems) == []
    assert [str(problem) for problem in problems] == [f"{folder}/b.md:1: S001.not_utf8 byte=0xd2"]


def test_a_folder_of_policies_that_is_not_there_is_named(tmp_path: Path) -> None:
    problems = Problems()
    read_policies(tmp_path / "none", problems)
    assert [str(problem) for problem in problems] == [f"{tmp_path}/none:1: S001.not_a_folder"]


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
    assert [fault.partition(" ")[0] + fault.split()[1][:4] for fault in found] == [
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


@pytest.mark.parametrize("value", ["contact_verified", "核实联系方式", "identity_verified"])
def test_how_sure_it_must_be_who_comments_may_be_said(faults: Faults, value: str) -> None:
    assert faults({**GOOD, YML: f"title: 甲\nassurance: {value}\n"}) == []


@pytest.mark.parametrize(("value", "number"), [("during", 0), ("征集后", 1)])
def test_whether_comments_are_shown_is_one_of_three_values(
    faults: Faults, value: str, number: int
) -> None:
    found = faults({**GOOD, YML: f"title: 甲\npublish_comments: {value}\n"})
    assert len(found) == number


def test_a_file_that_an_editor_named_otherwise_is_named(faults: Faults) -> None:
    files = {"a/policy.yml.txt": GOOD[YML], "a/v1.md": "正文。\n"}
    assert faults(files) == [f"{YML}:1: S003.other_name file=policy.yml.txt"]

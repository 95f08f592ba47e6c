"""``build.py read``: what is read of a file or a version, on a terminal, as JSON and as a page."""

import json
from pathlib import Path
from typing import Any

import pytest

from publisher.cli.main import main
from tests.readers.html_tree import parse
from tests.worlds.sites import snapshot, write

Said = pytest.CaptureFixture[str]
TEXT = (
    "山城停车管理办法\n\n一、总则\n\n（一）为了规范停车，制定本办法。\n\n（三）本办法适用于全市。\n\n"
    "补充一句。\n\n山城交通局\n\n2026年4月1日\n"
)
POLICY = {
    "tingche/policy.yml": (
        "title: 山城停车管理办法\nkind: consultation\nissuer: 山城交通局\n"
        "channels: [{kind: email, to: tc@example.gov.cn}]\n"
        "versions:\n  - {id: v1, label: 征求意见稿, published_on: 2026-04-01}\n"
        "  - {id: v2, label: 修改稿}\n"
        "windows: [{id: w1, version: v1, opens: 2026-04-01, closes: 2026-05-01}]\n"
    ),
    "tingche/v1.md": "# 山城停车管理办法\n\n一、总则\n\n（一）为了规范停车，制定本办法。\n",
    "tingche/v2.md": "# 山城停车管理办法\n\n一、总则\n\n（一）为了规范停车秩序，制定本办法。\n",
    "tingche/notice.md": "# 公告\n\n现公开征求意见。\n\n山城交通局\n\n2026年4月1日\n",
}


def read(folder: Path, what: str, *options: str, language: str = "zh-CN") -> int:
    write(folder / "policies", POLICY)
    where = ["--policies", str(folder / "policies")]
    return main(["read", what, *where, *options], {"YANLU_LANG": language})


def file_of(folder: Path, text: str = TEXT, name: str = "source.txt") -> str:
    return str(write(folder, {name: text}) / name)


def data_of(said: Said) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(said.readouterr().out)
    return data


def test_the_tree_of_a_file_shows_line_level_number_and_words(tmp_path: Path, capsys: Said) -> None:
    assert read(tmp_path, file_of(tmp_path)) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "题目：山城停车管理办法"
    assert "    3 一、总则" in said
    assert "    5   （一）为了规范停车，制定本办法。" in said
    assert "    9     补充一句。" in said
    assert "   11 【落款】山城交通局" in said
    (doubt,) = [line for line in said if "v1.md 第7行" in line]
    assert "（三）" in doubt


def test_the_tree_of_a_version_has_what_stands_around_it(tmp_path: Path, capsys: Said) -> None:
    assert read(tmp_path, "tingche/v1") == 0
    said = capsys.readouterr().out.splitlines()
    facts = said[: said.index("")]
    assert facts == [
        "题目：山城停车管理办法",
        "类别：征求意见",
        "稿次：征求意见稿",
        "发布机构：山城交通局",
        "公开日期：2026-04-01",
        "征集期限：2026-04-01 至 2026-05-01",
        "提出意见的方式：电子邮件 tc@example.gov.cn",
    ]
    assert "公告（notice.md）" in said
    assert "      现公开征求意见。" in said


@pytest.mark.parametrize("what", ["tingche", "{policies}/tingche/", "./tingche", "tingche/v2"])
def test_the_newest_version_is_meant_and_compared(tmp_path: Path, what: str, capsys: Said) -> None:
    assert read(tmp_path, what.format(policies=tmp_path / "policies")) == 0
    said = capsys.readouterr().out
    assert "正文（v2.md，左边是行号，共 2 条款）" in said
    assert "与原来的正文相比：修改 1、未变 1" in said


def test_a_period_and_channels_in_words_are_read_with_the_next_version(
    tmp_path: Path, capsys: Said
) -> None:
    words = "title: 甲\nwindows: 2026年12月1日至31日\nchannels: 电子邮件 a@example.org\n"
    folder = write(tmp_path / "b" / "jia", {"policy.yml": words, "v1.md": "一、总则\n"})
    assert read(tmp_path, file_of(tmp_path), "--over", str(folder)) == 0
    said = capsys.readouterr().out
    assert "征集期限：2026年12月1日 至 2026年12月31日" in said
    assert "提出意见的方式：电子邮件 a@example.org" in said


def test_it_is_told_in_english(tmp_path: Path, capsys: Said) -> None:
    assert read(tmp_path, "tingche", language="en") == 0
    said = capsys.readouterr().out
    assert "way to comment: email tc@example.gov.cn" in said
    assert "Text (v2.md, line numbers on the left, 2 clauses)" in said


def test_programs_get_clauses_doubts_and_files_and_nothing_is_written(
    tmp_path: Path, capsys: Said
) -> None:
    file = file_of(tmp_path)
    read(tmp_path, "tingche")
    capsys.readouterr()
    before = snapshot(tmp_path)
    assert read(tmp_path, file, "--json") == 0
    data = data_of(capsys)
    assert snapshot(tmp_path) == before
    head = [data[key] for key in ("schema", "file", "policy", "version")]
    assert head == ["yanlu-reading/1", "source.txt", "", "v1"]
    clause = data["clauses"][1]
    assert clause.pop("digest").startswith("sha256:")
    assert clause == {
        "wid": "v1.part_1__sec_1",
        "eid": "part_1__sec_1",
        "parent": "part_1",
        "kind": "sec",
        "depth": 1,
        "number": "（一）",
        "heading": "",
        "text": "为了规范停车，制定本办法。",
        "citation": "第一部分（一）",
        "line": 5,
    }
    assert {line["kind"] for line in data["cover"]} == {"title", "closing"}
    assert (data["notice"], data["difference"]) == (None, [])
    assert data["files"]["v1.md"].startswith("# 山城停车管理办法\n")
    assert data["repairs"]["source"] == "source.txt"
    (problem,) = data["problems"]
    assert (problem["path"], problem["line"], problem["code"]) == ("v1.md", 7, "C002")


def test_a_file_over_a_policy_is_its_next_version_with_the_difference(
    tmp_path: Path, capsys: Said
) -> None:
    over = tmp_path / "policies/tingche"
    file = file_of(tmp_path, POLICY["tingche/v1.md"], "a.md")
    assert read(tmp_path, file, "--json", "--over", str(over)) == 0
    data = data_of(capsys)
    assert (data["policy"], data["version"]) == ("tingche", "v2")
    changed = [each for each in data["difference"] if each["change"] == "edited"]
    assert changed == [
        {
            "change": "edited",
            "from": "part_1__sec_1",
            "to": "part_1__sec_1",
            "citation": "第一部分（一）",
            "old": "（一）为了规范停车秩序，制定本办法。",
            "new": "（一）为了规范停车，制定本办法。",
        }
    ]
    assert "v2.md" in data["files"]


def test_of_an_article_that_differs_the_lines_that_differ_are_shown(
    tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "policies/chepai").mkdir(parents=True)
    old, new = "停放机动车应当遵守标志。", "停放机动车应当遵守标志标线。"
    text = "# 车辆停放规定\n\n第一条 本市停车适用本规定。\n\n{}\n\n第二条 自公布之日起施行。\n"
    write(tmp_path / "policies/chepai", {
        "policy.yml": "title: 车辆停放规定\nversions:\n- {id: v1, published_on: 2018-07-12}\n",
        "v1.md": text.format(old),
    })  # fmt: skip
    file = file_of(tmp_path, text.format(new), "a.md")
    assert read(tmp_path, file, "--over", str(tmp_path / "policies/chepai")) == 0
    shown = [line.strip() for line in capsys.readouterr().out.split("\n")]
    assert f"- 第一条 {old}" in shown
    assert f"+ 第一条 {new}" in shown


def test_what_the_policy_says_is_found_where_the_file_is_silent(
    tmp_path: Path, capsys: Said
) -> None:
    over = tmp_path / "policies/tingche"
    assert read(tmp_path, file_of(tmp_path), "--json", "--over", str(over)) == 0
    data = data_of(capsys)
    assert data["found"]["issuer"] == "山城交通局"
    assert data["found"]["channels"] == [{"kind": "email", "to": "tc@example.gov.cn"}]
    assert data["found"]["label"] == "修改稿"
    assert "windows" not in data["found"]
    assert data["notice"]["paragraphs"] == ["现公开征求意见。"]


UNSURE = (
    "鼓励机关和企业事业单位在夜间和节假日向社会开放停车场，收费按照规定执行。",
    "鼓励机关和企业事业单位错时开放停车场，收费标准由双方协商确定。",
)


def over_unsure(folder: Path, *decisions: str) -> int:
    head = "# 山城停车管理办法\n\n"
    sources = {"policy.yml": "title: 停车\n", "v1.md": f"{head}{UNSURE[0]}\n"}
    over = write(folder / "policies/che", sources)
    assert main(["publish", "che", "v1", "--policies", str(folder / "policies")], {}) == 0
    answers = file_of(folder, json.dumps({"decisions": list(decisions)}), "answers.json")
    file = file_of(folder, f"{head}{UNSURE[1]}\n", "a.md")
    return read(folder, file, "--json", "--over", str(over), "--answers", answers)


def test_what_only_the_drafter_can_tell_is_asked_with_its_choices(
    tmp_path: Path, capsys: Said
) -> None:
    assert over_unsure(tmp_path) == 0
    data = json.loads(capsys.readouterr().out.splitlines()[-1])
    (question,) = data["questions"]
    assert 0.4 <= question.pop("similarity") < 0.6
    assert question == {
        "old": "v1.para_1",
        "new": "para_1",
        "old_lines": [UNSURE[0]],
        "new_lines": [UNSURE[1]],
        "fates": ["v1.para_1=para_1", "v1.para_1=deleted", "para_1=new"],
    }
    assert "decisions.yml" not in data["files"]


def test_a_decision_is_written_and_asked_no_more(tmp_path: Path, capsys: Said) -> None:
    assert over_unsure(tmp_path, "v1.para_1=para_1") == 0
    data = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (data["questions"], data["problems"]) == ([], [])
    assert data["files"]["decisions.yml"].endswith("v2:\n  v1.para_1: para_1\n")


@pytest.mark.parametrize(
    ("decision", "kind"),
    [("v1.para_1=new", "I012.decision"), ("v1.para_9=deleted", "V003.no_clause")],
)
def test_a_decision_that_is_none_is_a_problem(
    tmp_path: Path, decision: str, kind: str, capsys: Said
) -> None:
    assert over_unsure(tmp_path, decision) == 0
    data = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [each["kind"] for each in data["problems"]] == [kind]


def test_answers_win_over_what_was_found(tmp_path: Path, capsys: Said) -> None:
    windows = [{"opens": "2026-04-02", "closes": "2026-05-08"}]
    answers = {"title": "停车办法", "published_on": "2026-04-02", "windows": windows}
    given = file_of(tmp_path, json.dumps(answers), "answers.json")
    assert read(tmp_path, file_of(tmp_path), "--json", "--answers", given) == 0
    data = data_of(capsys)
    assert (data["found"]["title"], data["found"]["windows"]) == ("停车办法", windows)
    metadata = data["files"]["policy.yml"]
    assert "title: 停车办法\n" in metadata
    assert "published_on: 2026-04-02" in metadata


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ('{"tittle": "x"}', "unknown_key"),
        ('{"versions": []}', "unknown_key"),
        ('{"title": 1}', "value"),
        ('{"windows": "x"}', "value"),
        ('{"windows": [{"opens": 1}]}', "value"),
        ('{"decisions": "v1.art_3=art_5"}', "value"),
        ('{"windows": [{"closes": "2026-05-08"}]}', "window"),
        ("[]", "not_an_object"),
        ("[" * 100_000, "not_an_object"),
        ("\ud800", "not_an_object"),
        (None, "unreadable"),
    ],
)
def test_answers_that_are_none_are_a_problem_with_their_key(
    tmp_path: Path, answers: str | None, kind: str, capsys: Said
) -> None:
    path = tmp_path / "answers.json"
    if answers is not None:
        path.write_bytes(answers.encode("utf-8", "surrogatepass"))
    assert read(tmp_path, file_of(tmp_path), "--json", "--answers", str(path)) == 1
    data = data_of(capsys)
    (problem,) = data["problems"]
    assert (problem["kind"], problem["path"]) == (f"I012.{kind}", "answers.json")
    assert (data["clauses"], data["files"]) == ([], {})


@pytest.mark.parametrize(
    ("name", "code"), [("a.docx", "I003"), ("a.xyz", "I001"), ("b.txt", "I001")]
)
def test_a_file_that_cannot_be_read_ends_with_1_and_is_json_still(
    tmp_path: Path, name: str, code: str, capsys: Said
) -> None:
    file_of(tmp_path, "no", "a.docx")
    file_of(tmp_path, "no", "a.xyz")
    assert read(tmp_path, str(tmp_path / name), "--json") == 1
    data = data_of(capsys)
    assert [each["code"] for each in data["problems"]] == [code]
    assert data["clauses"] == []
    assert read(tmp_path, str(tmp_path / name)) == 1
    assert f" {code} " in capsys.readouterr().err


def test_a_policy_or_a_version_that_is_not_there_ends_with_2(tmp_path: Path, capsys: Said) -> None:
    assert read(tmp_path, "wu") == 2
    assert "没有政策 wu" in capsys.readouterr().err
    assert read(tmp_path, "tingche/v7") == 2
    assert "tingche 没有版本 v7，只有 v1、v2" in capsys.readouterr().err


def test_no_memory_is_a_problem_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("publisher.importers.compose_draft.compose_draft", full)
    assert read(tmp_path, file_of(tmp_path), "--json") == 1
    assert [each["kind"] for each in data_of(capsys)["problems"]] == ["I004.memory"]


def test_the_page_needs_nothing_else_and_quotes_what_the_file_says(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.html"
    file = file_of(tmp_path, TEXT.replace("补充一句。", "<script>alert(1)</script>"))
    assert read(tmp_path, file, "--html", str(page)) == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert not any(word in text for word in ("src=", "href=", "url(", "@import"))
    assert "&lt;script&gt;" in text
    assert "一、" in text
    assert parse(text.removeprefix("<!doctype html>")).one("h1").text() == "山城停车管理办法"


def test_an_import_shows_what_was_read(tmp_path: Path, capsys: Said) -> None:
    policies = tmp_path / "policies"
    command = ["import", file_of(tmp_path), "--to", str(policies / "xin")]
    assert main([*command, "--policies", str(policies)], {"YANLU_LANG": "zh-CN"}) == 0
    assert "    5   （一）为了规范停车，制定本办法。" in capsys.readouterr().out.splitlines()

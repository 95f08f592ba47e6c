"""A file that is imported into a policy that is there already."""

from datetime import date
from pathlib import Path

import pytest

from publisher.cli.main import main
from publisher.importers.compose_draft import ImportRequest, compose_draft
from publisher.importers.policy_edit import plain_values
from publisher.problems import Problems
from publisher.sources import read_policies
from publisher.versions.publish import publish
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.sites import snapshot

FIRST = (
    "停车办法（征求意见稿）\n\n一、本办法适用于全市。\n\n二、停车场应当公示收费标准。\n".encode()
)
SECOND = (
    "停车办法（送审稿）\n\n一、本办法适用于全市。\n\n二、停车场应当公示收费标准和电话。\n".encode()
)
Said = pytest.CaptureFixture[str]


def seal(folder: Path) -> None:
    (source,) = read_policies(folder.parent, Problems())
    publish(source, "v1", date(2026, 4, 1), Problems())


def test_a_version_that_is_not_sealed_is_replaced(imported: Importing) -> None:
    imported("甲.txt", FIRST)
    outcome = imported("乙.txt", SECOND)
    assert sorted(snapshot(outcome.folder)) == ["policy.yml", "repairs.yml", "v1.md"]
    assert outcome.lines()[-1] == "二、停车场应当公示收费标准和电话。"
    problems = Problems()
    assert read_policies(outcome.folder.parent, problems)
    assert not problems.found


def test_metadata_that_people_wrote_stays_and_a_difference_is_a_doubt(imported: Importing) -> None:
    folder = imported("甲.txt", FIRST).folder
    by_hand = "# 由市公安局起草\ntitle: 停车管理办法\nversions:\n- {id: v1, label: 草案}\n"
    (folder / "policy.yml").write_text(by_hand, "utf-8")
    outcome = imported("乙.txt", SECOND)
    assert (folder / "policy.yml").read_text("utf-8") == by_hand + "kind: consultation\n"
    assert "policy.yml 的标题（title）是“停车管理办法”" in outcome.doubted
    assert "policy.yml 的版本 v1 标签（versions v1 label）是“草案”" in outcome.doubted


@pytest.mark.parametrize("listed", ["repairs.yml", "repairs-v2.yml"])
def test_what_policy_yml_lacks_or_has_empty_is_filled(imported: Importing, listed: str) -> None:
    folder = imported("甲.txt", "停车办法\n\n一、适用于全市。\n".encode()).folder
    if listed == "repairs-v2.yml":
        seal(folder)
    (folder / "policy.yml").write_text("标题: 停车办法\n发布机构: ''\n", "utf-8")
    outcome = imported("乙.txt", "停车办法\n索引号：K1\n发布机构：市政府\n\n一、适用。\n".encode())
    data = outcome.data("policy.yml")
    assert (data["发布机构"], data["index_no"]) == ("市政府", "K1")
    assert "says_otherwise" not in [each["kind"] for each in outcome.data(listed)["doubts"]]


def test_a_version_without_a_label_gets_that_of_the_file(imported: Importing) -> None:
    folder = imported("甲.txt", FIRST).folder
    by_hand = "title: 停车办法\nkind: consultation\nversions:\n- id: v1\n"
    (folder / "policy.yml").write_text(by_hand, "utf-8")
    for _ in range(2):
        outcome = imported("乙.txt", round_of(MAY).replace(*LABELS))
        assert outcome.data("policy.yml")["versions"] == [{"id": "v1", "label": "送审稿"}]
        assert "not_public" in outcome.doubts
        assert "says_otherwise" not in outcome.doubts


def test_a_sealed_version_gets_a_successor_and_its_entry(imported: Importing) -> None:
    folder = imported("甲.txt", FIRST).folder
    seal(folder)
    first = (folder / "v1.md").read_bytes()
    with (folder / "policy.yml").open("a", encoding="utf-8") as file:
        file.write("# 联系人另行通知\n")
    outcome = imported("乙.txt", SECOND)
    assert (folder / "v1.md").read_bytes() == first
    entries = outcome.data("policy.yml")["versions"]
    assert [entry["id"] for entry in entries] == ["v1", "v2"]
    assert entries[1]["label"] == "送审稿"
    assert "# 联系人另行通知" in (folder / "policy.yml").read_text("utf-8")
    problems = Problems()
    (source,) = read_policies(folder.parent, problems)
    assert [version.id for version in source.versions] == ["v1", "v2"]
    assert not problems.found


def test_a_sealed_version_that_was_not_listed_is_listed_by_its_day(imported: Importing) -> None:
    folder = imported("甲.txt", "停车办法\n\n一、适用于全市。\n".encode()).folder
    seal(folder)
    outcome = imported("乙.txt", "停车办法\n\n一、适用于全市各区。\n".encode())
    assert outcome.data("policy.yml")["versions"] == [
        {"id": "v1", "published_on": date(2026, 4, 1)}, {"id": "v2"},
    ]  # fmt: skip


def test_the_notice_of_a_sealed_version_stays(imported: Importing) -> None:
    notice = "关于《停车办法》征求意见的公告\n\n现征求意见。\n\n市公安局\n\n2026年3月1日\n\n"
    folder = imported("甲.txt", notice.encode() + FIRST).folder
    seal(folder)
    for _ in range(2):
        outcome = imported("乙.txt", notice.replace("现征求", "再次征求").encode() + SECOND)
        assert outcome.lines("notice.md")[1] == "现征求意见。"
    repairs = outcome.data("repairs-v2.yml")
    assert "再次征求意见。" in str(repairs["left_out"])
    assert "notice.md" in str(repairs["doubts"])


def test_channels_are_added_where_there_are_none(imported: Importing) -> None:
    folder = imported("甲.txt", FIRST).folder
    notice = (
        "关于《停车办法》征求意见的公告\n\n电子邮件：a@example.cn。\n\n市公安局\n\n2026年3月1日\n\n"
    )
    for address in ("a@example.cn", "b@example.cn"):
        outcome = imported("乙.txt", notice.replace("a@", address[:2]).encode() + SECOND)
        assert outcome.data("policy.yml")["channels"] == [{"kind": "email", "to": "a@example.cn"}]
    assert folder == outcome.folder


def test_a_policy_without_a_text_takes_what_it_lacks(imported: Importing, tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "draft"
    folder.mkdir(parents=True)
    # As an editor of Windows saves it.
    written = "title: 甲   # 由六问写成\r\nissuer: 市公安局\r\n".encode()
    (folder / "policy.yml").write_bytes(written)
    source = "停车办法（草案）\n索引号：K1\n发布机构：市政府\n\n一、适用于全市。\n"
    outcome = imported("甲.txt", source.encode())
    data = outcome.data("policy.yml")
    assert data == {
        "title": "甲", "issuer": "市公安局", "kind": "consultation", "index_no": "K1",
        "versions": [{"id": "v1", "label": "草案"}],
    }  # fmt: skip
    assert "市政府" in str(outcome.data("repairs.yml")["doubts"])
    now = (folder / "policy.yml").read_bytes()
    assert now.startswith(written)
    assert now.count(b"\r\n") == now.count(b"\n") > 4


def test_answers_win_over_the_file_and_over_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "draft"
    folder.mkdir(parents=True)
    (folder / "v1.md").write_text("一、甲。\n", "utf-8")
    (folder / "policy.yml").write_text(
        "title: 甲   # 题目\nversions: [{id: v1, label: 草案}]\n"
        "windows: [{id: w1, version: v1, opens: 2026-01-01, closes: 2026-02-01}]\n",
        "utf-8",
    )
    file = tmp_path / "a.txt"
    file.write_bytes(SECOND)
    answers = {
        "title": "乙", "label": "", "published_on": "2026-03-02", "doc_no": "临政发〔2026〕9号",
        "windows": [{"opens": "2026-03-02", "closes": "2026-04-02"}],
    }  # fmt: skip
    request = ImportRequest(file, folder.parent, answers=answers)
    draft = compose_draft(request, Problems(), folder)
    assert draft is not None
    assert draft.files["policy.yml"].startswith("title: 乙   # 题目\n")
    new = compose_draft(request, Problems())
    assert new is not None
    for files in (draft.files, new.files):
        assert "id: v1\n  published_on: 2026-03-02\n" in files["policy.yml"]
        assert "closes: 2026-04-02" in files["policy.yml"]
        assert "doc_no: 临政发〔2026〕9号" in files["policy.yml"]
        assert "2026-02-01" not in files["policy.yml"]


def test_a_failed_write_puts_back_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.importers.blocks.faults import ImportFault
    from publisher.importers.writing import write_files

    folder = tmp_path / "draft"
    write_files(folder, {"a": "1", "b": "2"})
    before = snapshot(folder)
    replace = Path.replace

    def once(path: Path, target: Path) -> Path:
        if path.name == "b" and target == folder / "b":
            raise PermissionError(13, "denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(ImportFault):
        write_files(folder, {"a": "3", "b": "4"}, over=["a", "b"])
    assert snapshot(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["draft"]


def test_the_command_shows_the_difference(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, raw in (("a.txt", FIRST), ("b.txt", SECOND)):
        Path(name).write_bytes(raw)
        assert main(["import", name, "--to", "policies/p20"]) == 0
    said = capsys.readouterr().out
    assert "v1 was not sealed and is replaced" in said
    assert "edited 1" in said
    assert "- 二、停车场应当公示收费标准。\n" in said
    assert "+ 二、停车场应当公示收费标准和电话。\n" in said


@pytest.mark.parametrize("to", ["tingche", "policies/2026/tingche", "policies/../tingche"])
def test_a_place_outside_the_policies_is_refused_with_the_right_one(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("policies").mkdir()
    Path("a.txt").write_bytes(FIRST)
    assert main(["import", "a.txt", "--to", to]) == 1
    assert "--to policies/tingche" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "policies"]


def round_of(days: tuple[str, str, str]) -> bytes:
    """Make a draft with its notice: the day of it, and both ends of its window."""
    notice = (
        f"关于《停车办法》征求意见的公告\n\n征求意见时间为{days[1]}至{days[2]}。\n\n"
        f"市公安局\n\n{days[0]}\n\n"
    )
    return notice.encode() + FIRST


LABELS = ("征求意见稿）\n".encode(), "送审稿）\n".encode())
MAY = ("2026年5月6日", "2026年5月6日", "2026年6月8日")
JULY = ("2026年7月1日", "2026年7月2日", "2026年8月3日")


def test_a_second_round_brings_its_own_day_and_window(imported: Importing) -> None:
    folder = imported("甲.txt", round_of(MAY)).folder
    seal(folder)
    data = imported("乙.txt", round_of(JULY)).data("policy.yml")
    assert [str(each["published_on"]) for each in data["versions"]] == ["2026-05-06", "2026-07-01"]
    assert [(each["id"], each["version"], str(each["closes"])) for each in data["windows"]] == [
        ("w1", "v1", "2026-06-08"), ("w2", "v2", "2026-08-03"),
    ]  # fmt: skip


def test_the_same_file_again_is_not_public_by_itself(imported: Importing) -> None:
    folder = imported("甲.txt", round_of(MAY)).folder
    seal(folder)
    outcome = imported("甲.txt", round_of(MAY))
    data = outcome.data("policy.yml")
    assert data["versions"][1] == {"id": "v2", "label": "征求意见稿"}
    assert len(data["windows"]) == 1
    assert "v2 没有公布日期" in str(outcome.data("repairs-v2.yml")["doubts"])


def test_what_people_added_to_a_window_stays_when_its_ends_change(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "draft"
    folder.mkdir(parents=True)
    (folder / "v1.md").write_text("一、甲。\n", "utf-8")
    window = "{id: may, version: v1, opens: 2026-05-06, closes: 2026-06-06, shortened_reason: 急}"
    (folder / "policy.yml").write_text(f"title: 甲\nwindows: [{window}]\n", "utf-8")
    file = tmp_path / "a.txt"
    file.write_bytes(SECOND)
    answers = {"windows": [{"opens": "2026-05-06", "closes": "2026-06-08"}]}
    request = ImportRequest(file, folder.parent, answers=answers)
    draft = compose_draft(request, Problems(), folder)
    assert draft is not None
    assert plain_values(draft.files["policy.yml"])["windows"] == [
        {"id": "may", "version": "v1", "opens": "2026-05-06", "closes": "2026-06-08",
         "shortened_reason": "急"},
    ]  # fmt: skip


def test_a_policy_written_in_chinese_words_is_changed_in_its_place(imported: Importing) -> None:
    folder = imported("甲.txt", FIRST).folder
    seal(folder)
    by_hand = (
        "题目：停车办法   # 由市公安局起草\n类别：征求意见\n"
        "征求意见时间：2026年4月1日至4月30日\n版本：\n  - {编号: v1, 稿次: 征求意见稿}\n"
    )
    (folder / "policy.yml").write_text(by_hand, "utf-8")
    outcome = imported("乙.txt", SECOND)
    assert not outcome.problems
    text = (folder / "policy.yml").read_text("utf-8")
    assert text.startswith("题目: 停车办法   # 由市公安局起草\n类别: 征求意见\n")
    problems = Problems()
    (source,) = read_policies(folder.parent, problems)
    assert [version.id for version in source.versions] == ["v1", "v2"]
    assert not problems.errors

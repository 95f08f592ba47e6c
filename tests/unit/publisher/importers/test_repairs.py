"""What ``repairs.yml`` says: each thing with its count and its places."""

import yaml

from publisher.importers.blocks.repairs import Repairs
from publisher.problems import Message
from tests.unit.publisher.importers.conftest import Importing

HEADER = Message("place.header")


def test_a_file_that_is_taken_as_it_is_has_five_empty_lists(imported: Importing) -> None:
    outcome = imported("甲.md", "# 工作方案\n\n一、目标。\n".encode())
    data = outcome.data("repairs.yml")
    assert data == {
        "source": "甲.md", "encoding": "UTF-8", "moved": [], "repairs": [], "left_out": [],
        "doubts": [],
    }  # fmt: skip
    assert (outcome.folder / "repairs.yml").read_text("utf-8").startswith("# ")
    assert "没有不同" in (outcome.folder / "repairs.yml").read_text("utf-8")


def test_the_same_at_several_places_is_one_entry() -> None:
    repairs = Repairs()
    for repairs.place in (7, 3, 4, 5, HEADER):
        repairs.note("repair.numbers", 2)
    repairs.note("repair.numbers", 0, 99)
    (entry,) = yaml.safe_load(repairs.to_yaml("a.docx", ""))["repairs"]
    assert (entry["kind"], entry["count"], entry["place"]) == ("numbers", 10, "第3—5、7段、页眉")


def test_what_says_something_else_is_an_entry_of_its_own() -> None:
    repairs = Repairs(place=2)
    for text in ("甲", "乙", "甲"):
        repairs.leave_out("left_out.hidden", text)
    data = repairs.to_data("a.docx", "", "en")
    assert [(each["what"], each["text"], each["count"]) for each in data["left_out"]] == [
        ("hidden text", "甲", 2), ("hidden text", "乙", 1),
    ]  # fmt: skip


def test_a_paragraph_that_was_written_is_named_by_its_line() -> None:
    repairs = Repairs(lines={4: ("v1.md", 7), 5: ("v1.md", 9), 1: ("notice.md", 1)})
    for place in (4, 5, 1, 8):
        repairs.doubt(Message("doubt.open_field"), place)
    (doubt,) = repairs.doubts
    assert repairs.where(doubt, "zh-CN") == "第8段、notice.md 第1行、v1.md 第7—9行"
    assert repairs.line_of(doubt, "v1.md") == 7
    assert repairs.line_of(doubt, "v2.md") == 0


def test_entries_of_any_number_end_with_the_rest() -> None:
    repairs = Repairs()
    for at in range(1, 1006):
        repairs.leave_out("left_out.hidden", f"第{at}处", at)
    left_out = repairs.to_data("a.docx", "", "zh")["left_out"]
    assert len(left_out) == 1001
    assert (left_out[-1]["kind"], left_out[-1]["count"]) == ("rest", 5)
    assert left_out[-1]["place"] == "第1001—1005段"


def test_what_kept_its_words_is_listed_after_what_lost_them() -> None:
    repairs = Repairs()
    repairs.leave_out("left_out.bold", "重点", 1)
    repairs.leave_out("left_out.struck", "50万元", 2)
    assert [each.what.kind for each in repairs.left_out] == ["left_out.struck", "left_out.bold"]
    listed = repairs.to_data("甲.docx", "", "zh")["left_out"]
    assert [each["kind"] for each in listed] == ["struck", "bold"]

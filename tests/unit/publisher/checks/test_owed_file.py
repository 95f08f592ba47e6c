import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.window import Window, day_end, day_start, parse_instant
from publisher.checks import Owed, write_owed

NOW = parse_instant("2018-09-01T10:00:00+08:00")
WINDOW = Window("w1", "v1", day_start(date(2018, 7, 12)), day_end(date(2018, 7, 18)))
HEADER = [
    "政策编号",
    "标题",
    "发布机构",
    "征集时段",
    "截止日期",
    "应反馈日期",
    "逾期天数",
    "应办事项",
]


def owed(policy: str, days: int = 15, title: str = "意见", due: date = date(2018, 8, 17)) -> Owed:
    return Owed(policy, title, "某市经信委", WINDOW, due, days)


def sheet(path: Path) -> Worksheet:
    active = openpyxl.load_workbook(path).active
    assert isinstance(active, Worksheet)
    return active


def test_each_thing_owed_is_a_row_below_a_frozen_header(tmp_path: Path) -> None:
    write_owed(tmp_path / "owed.xlsx", [owed("a")], NOW)
    read = sheet(tmp_path / "owed.xlsx")
    assert [list(row) for row in read.iter_rows(values_only=True)] == [
        HEADER,
        ["a", "意见", "某市经信委", "2018-07-12至2018-07-18", "2018-07-18", "2018-08-17", 15,
         "采纳情况反馈"],
    ]  # fmt: skip
    assert read.freeze_panes == "A2"


def test_the_longest_overdue_stands_first(tmp_path: Path) -> None:
    later = owed("a", 1, due=date(2018, 8, 31))
    write_owed(tmp_path / "owed.xlsx", [later, owed("c"), owed("b")], NOW)
    rows = sheet(tmp_path / "owed.xlsx").iter_rows(min_row=2, values_only=True)
    assert [row[0] for row in rows] == ["b", "c", "a"]


@pytest.mark.parametrize(
    "title", ["=1+1", "https://example.org/", "007", "@甲", "<r>甲</r>", "_x0041_"]
)
def test_a_title_is_written_as_the_text_it_is(tmp_path: Path, title: str) -> None:
    write_owed(tmp_path / "owed.xlsx", [owed("a", title=title)], NOW)
    cell = sheet(tmp_path / "owed.xlsx")["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (title, "s", None)


def test_nothing_owed_is_a_header_alone(tmp_path: Path) -> None:
    write_owed(tmp_path / "owed.xlsx", [], NOW)
    assert sheet(tmp_path / "owed.xlsx").max_row == 1


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_owed(tmp_path / name, [owed("a")], NOW)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_nothing_else_is_left_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "owed.xlsx").write_text("old")
    write_owed(tmp_path / "owed.xlsx", [owed("a")], NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["owed.xlsx"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_owed(tmp_path / "none" / "owed.xlsx", [], NOW)


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(FileExistsError, match=r"cause.own_file"):
        write_owed(tmp_path / "link", [owed("a")], NOW)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "before"


def test_a_full_disk_is_one_error_and_leaves_nothing(tmp_path: Path) -> None:
    # A file may grow no further, as on a disk without room.
    writing = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from publisher.checks import write_owed\n"
        "from catalogue.window import parse_instant\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))\n"
        "try:\n"
        "    write_owed(Path(sys.argv[1]), [], parse_instant('2018-09-01T10:00:00+08:00'))\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", writing, str(tmp_path / "owed.xlsx")],
        cwd=Path(__file__).resolve().parents[4],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("File too large\n", "")
    assert list(tmp_path.iterdir()) == []

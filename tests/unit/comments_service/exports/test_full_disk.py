"""A disk without room: one error, nothing half written, nothing said twice."""

import errno
import gc
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from comments_service.exports import FORMATS
from comments_service.exports.csv_file import write_csv
from comments_service.exports.export_data import ExportData
from comments_service.exports.json_file import write_json
from comments_service.exports.workbook_file import _Lent
from comments_service.exports.xlsx_file import write_xlsx
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

ROOT = Path(__file__).resolve().parents[4]
MakeData = Callable[..., ExportData]

# A file may grow no further while an export is written, as on a disk without room.
EXPORTING = """
import json, resource, sys
from comments_service import exports
from comments_service.cli import main as cli

def within(*arguments, write=exports.write):
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        write(*arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

exports.write = within
print(json.dumps([cli.main(call) for call in json.loads(sys.argv[1])]))
"""


def test_a_full_disk_is_one_line_and_exit_2_for_every_format(world: World) -> None:
    comment = {"stance": "oppose", "body": "太笼统" * 3000}
    submit(world.service(), parse_submission(world.citizen(comments=[comment])))
    folder = world.folder / "out"
    folder.mkdir()
    files = [folder / f"out.{file_format}" for file_format in FORMATS]
    for file in files:
        file.write_text("before")
    calls = [["export", POLICY, "--format", file.suffix[1:], "--out", str(file)] for file in files]
    done = subprocess.run(
        [sys.executable, "-B", "-c", EXPORTING, json.dumps(calls)],
        env=world.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [2, 2, 2]
    assert done.stderr.splitlines() == [f"{file}: File too large" for file in files]
    assert sorted(folder.iterdir()) == sorted(files)
    assert {file.read_text() for file in files} == {"before"}


@pytest.mark.parametrize("writer", [write_xlsx, write_csv, write_json])
def test_a_file_that_takes_no_byte_is_one_error_and_no_more(
    tmp_path: Path, make_data: MakeData, writer: Callable[..., None]
) -> None:
    (tmp_path / "whole").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device") as caught:
        writer(tmp_path / "whole", make_data(300))
    assert caught.value.errno == errno.ENOSPC
    del caught
    # What is given up must not speak when it is collected: a warning there fails this test.
    gc.collect()


def test_an_archive_that_was_given_up_ends_without_an_error(tmp_path: Path) -> None:
    # What is collected with it, its file too, can be gone before it.
    with (tmp_path / "whole").open("wb") as file:
        lent = _Lent(file)
        archive = ZipFile(lent, "w")
        archive.writestr("sheet.xml", "意见")
        lent.take_back()
    archive.close()
    assert archive.fp is None

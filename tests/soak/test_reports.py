"""Reports as LibreOffice Writer sets them, and what a hundred thousand comments cost."""

import random
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from catalogue.results import Partition, Reconciliation, ResultCounts
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.register.row import RegisterRow
from comments_service.exports.reports.docx_file import write_docx
from comments_service.exports.reports.report_values import ReportPart
from tests.servers.waiting import MOST_SECONDS
from tests.worlds.report_examples import WINDOW, fifteen, register_row, report_data

pytestmark = pytest.mark.soak
SCRIPTS = [
    "字",
    "W",
    "i",
    "\u0e01",
    "ཀ",
    "ئۇيغۇر ",
    "﷽",
    "😀",
    "𒐫",
    "long-word ",
    "，",
    "（",
    "1",
    "\n",
]


def pages(folder: Path) -> dict[str, int]:
    """Set every Word file of a folder with Writer and count the pages of each."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = sorted(folder.glob("*.docx"))
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=MOST_SECONDS,
    )
    made = {path.stem: len(pypdf.PdfReader(path).pages) for path in folder.glob("*.pdf")}
    if not made:
        pytest.skip("this LibreOffice has no Writer")
    return made


def test_the_directors_page_is_one_page_in_libreoffice(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(9)
    for number in range(rounds):
        some = "".join(chance.choices(SCRIPTS, k=chance.randrange(1, 300)))
        codes = chance.choices([*DISPOSITIONS, None], k=chance.randrange(1, 60))
        rows = [
            register_row(n, code, body=some, reason=f"{n}{some[::-1]}", citation=some[:20])
            for n, code in enumerate(codes)
        ]
        data = report_data(rows, title=some[: number * 4], windows=(WINDOW,) * 3)
        write_docx(tmp_path / f"{number}.docx", data, [ReportPart.ONE_PAGE])
    assert pages(tmp_path) == {str(number): 1 for number in range(rounds)}


def test_all_reports_open_in_libreoffice(tmp_path: Path) -> None:
    write_docx(tmp_path / "all.docx", report_data(fifteen()))
    write_docx(tmp_path / "none.docx", report_data([]))
    long = [register_row(1, "not_adopted", body="很长的意见。" * 2000)]
    write_docx(tmp_path / "long.docx", report_data(long), [ReportPart.TABLE])
    found = pages(tmp_path)
    assert found["none"] == 3
    assert found["all"] > 3
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "long.pdf").pages)
    text = "".join(text.split())
    assert text.count("很长的意见") > 1900  # nothing of a row taller than a page is cut off


class ManyRows:
    """Rows that are made as they are read, as a database gives them."""

    def __init__(self, number: int) -> None:
        self.codes = [[*DISPOSITIONS][at % 8] for at in range(number)]

    def __iter__(self) -> Iterator[RegisterRow]:
        for at, code in enumerate(self.codes):
            body = f"意见{at}：条件太笼统，建议写明申报条件。" * 10
            yield register_row(at, code, body=body, reason=f"理由{at}")


def test_a_hundred_thousand_comments_take_less_than_300_megabytes(tmp_path: Path) -> None:
    rows = ManyRows(100_000)
    n = len(rows.codes)
    counts = ResultCounts(
        comments=n,
        **{code: rows.codes.count(code) for code in DISPOSITIONS},
        submissions=n,
        participants=n,
    )
    whole = Reconciliation(Partition(n, 0, 0, 0, 0, 0, n))
    data = replace(report_data([]), rows=rows, counts=counts, reconciliation=whole)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write_docx(tmp_path / "big.docx", data)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 200

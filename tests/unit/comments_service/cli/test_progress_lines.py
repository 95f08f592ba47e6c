"""How far a command is: a line now and then, whatever the number of rows."""

import sys
from datetime import timedelta
from io import StringIO

import pytest

from comments_service.cli.progress_lines import ProgressLines
from interface.command_line import said, speak


def test_a_line_is_written_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter((0.0, 1.0, 4.9, 5.0, 5.1, 12.0))
    lines = ProgressLines(lambda: next(times))
    for number in range(500, 3_000, 500):
        lines("ledger", number)
    assert capsys.readouterr().err == "ledger: 1,500 so far\nledger: 2,500 so far\n"


def test_of_a_step_it_is_told_for_how_long_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter((0.0, 5.0, 10.0))
    lines = ProgressLines(lambda: next(times))
    lines("putting the file together", timedelta())
    speak("zh-CN")
    lines(said("putting the file together"), timedelta(seconds=1_005))
    assert capsys.readouterr().err.splitlines() == [
        "putting the file together: for 0 s", "合成文件：已用 1,005 秒",
    ]  # fmt: skip


def test_where_nobody_reads_them_work_goes_on_and_standard_output_has_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unread(StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    lines = ProgressLines(iter((0.0, 5.0, 10.0)).__next__)
    for number, stderr in enumerate((Unread(), None)):
        monkeypatch.setattr(sys, "stderr", stderr)
        lines("ledger", number)
    assert capsys.readouterr().out == ""

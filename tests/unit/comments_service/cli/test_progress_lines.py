"""How far a command is: a line now and then, whatever the number of rows."""

import pytest

from comments_service.cli.progress_lines import ProgressLines


def test_a_line_is_written_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter((0.0, 1.0, 4.9, 5.0, 5.1, 12.0))
    lines = ProgressLines(lambda: next(times))
    for number in range(500, 3_000, 500):
        lines("ledger", number)
    assert capsys.readouterr().err == "ledger: 1,500 so far\nledger: 2,500 so far\n"

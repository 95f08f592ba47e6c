"""What a command loads before it begins: to look at one text needs little of a build."""

import subprocess
import sys

LOADED = """
import sys
from publisher.cli.main import parser
parser(["--limited", "read"])
print([each for each in ("publisher.build", "numpy", "icalendar") if each in sys.modules])
"""


def test_a_command_loads_what_it_needs_and_no_other_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["[]"]

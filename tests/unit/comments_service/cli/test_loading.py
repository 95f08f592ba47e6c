"""What a command loads before it begins: a second of it would be waited for each time."""

import subprocess
import sys

LOADED = """
import sys
from comments_service.cli.main import parser
parser(["keys", "new"])
print([each for each in ("sqlalchemy", "pydantic", "flask") if each in sys.modules])
parser(["serve"])
print([each for each in ("alembic", "docx", "xlsxwriter", "mako") if each in sys.modules])
print([each for each in ("sqlalchemy", "flask") if each in sys.modules])
"""


def test_a_command_loads_what_it_needs_and_no_other_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["[]", "[]", "['sqlalchemy', 'flask']"]

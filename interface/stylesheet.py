"""The stylesheets: the files of ``style/``, joined in the order in which their rules are read."""

from pathlib import Path

from interface.older_browsers import for_older_browsers

STYLE = Path(__file__).resolve().parent / "style"

SHEETS = {
    "yanlu.css": (
        *("tokens", "base", "frame", "forms", "pages", "home", "lists", "policy", "clauses"),
        *("dialog", "display", "search", "service", "slip", "print", "outcome", "data", "follow"),
    ),
    "desk.css": ("desk",),
}
"""What each sheet is made of. A page of the desk has both, every other page the first alone."""

TABLE_CLASSES = ("yl-grid", "yl-register")
"""Classes of tables with a style of their own; every other table has that of a written text."""


def stylesheet(name: str, folder: Path = STYLE) -> str:
    """Return the sheet of ``SHEETS`` with this name, made of the files in ``folder``."""
    sheet = "\n".join((folder / f"{part}.css").read_text("utf-8") for part in SHEETS[name])
    return for_older_browsers(sheet)

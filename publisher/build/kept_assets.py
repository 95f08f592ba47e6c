"""Pages that are kept from an earlier build keep its stylesheets and scripts with them.

Their markup may be that of an earlier release, which the scripts of this one do not know.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from publisher.files.output import Output

_OWN = "assets/yanlu"
_NAMED = re.compile(rf"({_OWN}|assets/kept/[0-9a-f]{{8}})/site\.js\?([0-9a-f]{{8}})")
_THEME = re.compile(r"assets/stylesheets/(?:[\w-]+/)?[\w.-]+\.css")


def keep_assets(old: Path, staging: Path, kept: Iterable[str], key: str) -> None:
    """Keep for the pages of the ``kept`` policies what they had in the ``old`` site.

    ``key`` is the digest that the addresses of today's assets have; what has it stays as it is.
    """
    output, placed = Output(staging), set[str]()
    for page in _pages(staging, kept):
        text = page.read_text("utf-8")
        named = _NAMED.search(text)
        if named is None or (named[1] == _OWN and named[2] == key):
            continue
        folder = f"assets/kept/{named[2]}"
        if folder not in placed:
            placed.add(folder)
            _place(old / named[1], folder, output)
        for sheet in _THEME.findall(text):
            if (old / sheet).is_file() and not (staging / sheet).exists():
                output.data(sheet, (old / sheet).read_bytes())
        if named[1] == _OWN:
            way = page.relative_to(staging).as_posix()
            output.text(way, text.replace(f"{_OWN}/", f"{folder}/"))


def _pages(staging: Path, kept: Iterable[str]) -> Iterator[Path]:
    for name in kept:
        for folder in (staging / name, staging / "en" / name):
            yield from sorted(folder.rglob("*.html"))


def _place(source: Path, folder: str, output: Output) -> None:
    """Copy the assets of a build; what names their place in a script names the new one."""
    for path in sorted(source.iterdir()):
        if path.suffix == ".gz":
            continue
        data = path.read_bytes()
        if path.suffix == ".js":
            data = data.replace(f"{_OWN}/".encode(), f"{folder}/".encode())
        output.data(f"{folder}/{path.name}", data)

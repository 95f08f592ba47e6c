"""The scripts of the pages as they are served: in one folder, each file under its own name.

The modules of some folders are served as one file, because a first visit makes at most twelve
requests; those of ``states/`` with page.js. ``states/names.js`` is made of interface/names.py.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from itertools import groupby
from pathlib import Path

from interface import names

SCRIPTS = Path(__file__).resolve().parents[1] / "theme" / "assets" / "yanlu"
SHARED = Path(names.__file__).parent / "scripts"
"""What the service's pages have too; served next to the others."""
JOINED = {"policy": "policy.js", "search": "search.js", "states": "page.js"}
_NAMES = ("KIND_NAMES", "STATE_NAMES", "VALIDITY_MARKS")
# An address of another module, in `import … from` and in `import(…)`.
_MODULE = re.compile(r'"(\.{1,2}/[\w/]+\.js)"')
_NEEDED = re.compile(r'from "\.{1,2}/(\w+\.js)"')
_IMPORT = re.compile(r'^import \{([^}]+)\} from "([^"]+)";\n', re.MULTILINE)


@cache
def site_scripts() -> Mapping[str, str]:
    """Return name and text of each script of the site."""
    paths = [*SCRIPTS.rglob("*.js"), *SHARED.iterdir()]
    texts = {path: path.read_text("utf-8") for path in paths}
    return dict(served_scripts(texts | {SCRIPTS / "states" / "names.js": _names_module()}))


def _names_module() -> str:
    """Return the module of the names that scripts show, translated when they are read."""
    tables = "".join(f"\nexport const {name} = {{\n{_entries(name)}}};\n" for name in _NAMES)
    return f'import {{ t }} from "../page.js";\n{tables}'


def _entries(table: str) -> str:
    return "".join(
        f'  get {key}() {{ return t("{word}"); }},\n' for key, word in getattr(names, table).items()
    )


def served_scripts(texts: Mapping[Path, str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each script that is served, sorted by name."""
    paths = sorted(texts, key=lambda path: (_served(path), path))
    for name, group in groupby(paths, key=_served):
        parts = {path: texts[path] for path in group}
        path, text = next(iter(parts.items()))
        yield name, _joined(parts) if name in JOINED.values() else _flat(path, text)


def _served(path: Path) -> str:
    return JOINED.get(path.parent.name, path.name)


def _flat(path: Path, text: str) -> str:
    """Return a module with the served addresses of those that it imports."""
    return _MODULE.sub(lambda found: f'"./{_served(path.parent / found[1])}"', text)


def _joined(parts: Mapping[Path, str]) -> str:
    """Return modules as one: their imports from others first, each module after what it needs."""
    flat = {path: _flat(path, text) for path, text in parts.items()}
    imported: dict[str, set[str]] = defaultdict(set)
    for text in flat.values():
        for listed, address in _IMPORT.findall(text):
            imported[address] |= {name.strip() for name in listed.split(",") if name.strip()}
    own = f"./{_served(next(iter(parts)))}"
    heads = [
        f'import {{ {", ".join(sorted(listed))} }} from "{address}";\n'
        for address, listed in sorted(imported.items())
        if address != own
    ]
    return "".join(heads) + "".join(_IMPORT.sub("", flat[path]) for path in _in_order(parts))


def _in_order(parts: Mapping[Path, str]) -> Iterable[Path]:
    """Return modules of one file, each after those that it imports; a circle is an error."""
    paths = {path.name: path for path in parts}
    named = {path: _NEEDED.findall(text) for path, text in parts.items()}
    needs = {path: [paths[name] for name in named[path] if name in paths] for path in parts}
    return TopologicalSorter(needs).static_order()

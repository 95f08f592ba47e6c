"""The scripts of the pages as they are served: in one folder, each file under its own name.

The modules of some folders are served as one file, because a first visit makes at most twelve
requests and the dialog is waited for: those of ``states/`` with page.js, and with those of
``search/`` all that they import from elsewhere, since its own files are many.
``states/names.js`` is made of interface/names.py.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from itertools import groupby
from pathlib import Path

from interface import names

SCRIPTS = Path(__file__).resolve().parents[1] / "theme" / "assets" / "yanlu"
SHARED = Path(names.__file__).parent / "scripts"
"""What the service's pages have too; served next to the others."""
JOINED = {
    "consult": "consult.js",
    "policy": "policy.js",
    "search": "search.js",
    "states": "page.js",
}
WHOLE = frozenset({"search.js"})
"""What is served with all modules that its own import."""
_NAMES = ("ASSURANCE_ASKED", "FIELD_NAMES", "KIND_NAMES", "STATE_NAMES", "VALIDITY_MARKS")
# An address of another module, in `import … from` and in `import(…)`.
_MODULE = re.compile(r'"(\.{1,2}/[\w/]+\.js)"')
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
        parts = list(group)
        if name in WHOLE:
            parts = _with_imports(parts, texts)
        joined = {path: texts[path] for path in parts}
        is_joined = name in JOINED.values()
        yield name, _joined(joined) if is_joined else _flat(parts[0], texts[parts[0]])


def _with_imports(parts: Sequence[Path], texts: Mapping[Path, str]) -> list[Path]:
    """Return modules and all that they import."""
    found = dict.fromkeys(parts)
    left = [*parts]
    while left:
        path = left.pop()
        new = [other for _, other in _imports(path, texts[path]) if other not in found]
        found |= dict.fromkeys(new)
        left += new
    return list(found)


def _served(path: Path) -> str:
    return JOINED.get(path.parent.name, path.name)


def _flat(path: Path, text: str) -> str:
    """Return a module with the served addresses of those that it imports."""
    return _MODULE.sub(lambda found: f'"./{_served(path.parent / found[1])}"', text)


def _imports(path: Path, text: str) -> Iterator[tuple[set[str], Path]]:
    """Yield the names that a module imports, and the module from which."""
    for listed, address in _IMPORT.findall(text):
        wanted = {name.strip() for name in listed.split(",") if name.strip()}
        yield wanted, Path(os.path.normpath(path.parent / address))


def _joined(parts: Mapping[Path, str]) -> str:
    """Return modules as one: their imports from others first, each module after what it needs."""
    imported: dict[str, set[str]] = defaultdict(set)
    needs: dict[Path, list[Path]] = {path: [] for path in parts}
    for path, text in parts.items():
        for listed, other in _imports(path, text):
            if other in parts:
                needs[path].append(other)
            else:
                imported[_served(other)] |= listed
    heads = [
        f'import {{ {", ".join(sorted(listed))} }} from "./{name}";\n'
        for name, listed in sorted(imported.items())
    ]
    # A circle is an error.
    ordered = TopologicalSorter(needs).static_order()
    return "".join(heads) + "".join(_IMPORT.sub("", _flat(path, parts[path])) for path in ordered)

"""The scripts of the pages as they are served: in one folder, each file under its own name.

The modules of some folders are served as one file of the folder's name, because a first visit
of a policy makes at most twelve requests.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

JOINED = frozenset({"policy", "states"})
# An address of another module, in `import … from` and in `import(…)`.
_MODULE = re.compile(r'"(\.{1,2}/[\w/]+\.js)"')
_SIBLING = re.compile(r'from "\./(\w+\.js)"')
_IMPORT = re.compile(r'^import \{([^}]+)\} from "([^"]+)";\n', re.MULTILINE)


def served_scripts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each script that is served, sorted by name."""
    paths = sorted(folder.rglob("*.js"), key=_served)
    for name in dict.fromkeys(map(_served, paths)):
        parts = [path for path in paths if _served(path) == name]
        yield name, _joined(parts) if parts[0].parent.name in JOINED else _flat(parts[0])


def _served(path: Path) -> str:
    return f"{path.parent.name}.js" if path.parent.name in JOINED else path.name


def _flat(path: Path) -> str:
    """Return a module with the served addresses of those that it imports."""
    return _MODULE.sub(
        lambda found: f'"./{_served(path.parent / found[1])}"', path.read_text("utf-8")
    )


def _joined(parts: list[Path]) -> str:
    """Return modules as one: their imports from others first, each module after what it needs."""
    imported: dict[str, set[str]] = defaultdict(set)
    for path in parts:
        for names, address in _IMPORT.findall(_flat(path)):
            imported[address] |= {name.strip() for name in names.split(",") if name.strip()}
    own = f"./{_served(parts[0])}"
    heads = [
        f'import {{ {", ".join(sorted(names))} }} from "{address}";\n'
        for address, names in sorted(imported.items())
        if address != own
    ]
    return "".join(heads) + "".join(_IMPORT.sub("", _flat(path)) for path in _in_order(parts))


def _in_order(parts: list[Path]) -> list[Path]:
    """Return modules of one folder, each after those that it imports; a circle is an error."""
    names = {path.name: path for path in parts}
    sorter = TopologicalSorter(
        {path: [names[n] for n in _SIBLING.findall(path.read_text("utf-8"))] for path in parts}
    )
    return list(sorter.static_order())

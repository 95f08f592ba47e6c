"""Building a site of laws: cold, after one edit, memory, growth, beside three others.

    python bench/build.py [--corpus DIR] [--runs N] [--documents N] [--short]

Needs the packages of requirements/bench.txt (``script/bootstrap --all``). In one run, on
the same files: ours; plain mkdocs-material with its own search (one page in the
navigation, which is its quicker form; jieba cuts the words where it is installed);
zensical; and Pagefind over the pages that mkdocs made without a search. Ours includes
clauses, catalogue, permanent pages, compressed twins and the exact search.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measure import ROOT, Cost, copy_laws, progress, run

_PLAIN = """site_name: 法规
theme: {{name: material, language: zh, font: false}}
plugins: [{plugins}]
docs_dir: docs
site_dir: site
nav: [{{首页: index.md}}]
"""
_EDIT = "\n\n第九千条 为了测量一次修改所需的时间，增加本条。\n"
_LIMITS = {"cold": 0.5, "edit": 0.06, "memory": 1.2}
_GROWTH_LIMIT = 4.4


@dataclass(frozen=True, slots=True)
class Figures:
    """A build from nothing, and the build after one edit."""

    cold: Cost
    edit: Cost


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether ours stayed below the limits."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yanlu-bench-") as name:
        folder = Path(name)
        count = copy_laws(options.corpus, folder / "laws", options.documents)
        few = copy_laws(options.corpus, folder / "few" / "laws", max(1, count // 4))
        tools: dict[str, Callable[[Path, Path], Figures]] = {
            "ours": _ours,
            "mkdocs-material": _material,
            "zensical": _zensical,
            "Pagefind": _pagefind,
        }
        if options.short:
            tools = {tool: tools[tool] for tool in ("ours", "mkdocs-material")}
        found: dict[str, list[Figures]] = {tool: [] for tool in tools}
        for number in range(options.runs):
            for tool, measure in tools.items():
                progress(f"{tool}, {count} laws, run {number + 1} of {options.runs}")
                found[tool].append(_fresh(measure, folder / "laws", folder / "work"))
        progress(f"ours, {few} laws")
        small = [
            _fresh(_ours, folder / "few" / "laws", folder / "work") for _ in range(options.runs)
        ]
    return _report(count, few, found, small)


def _fresh(measure: Callable[[Path, Path], Figures], laws: Path, work: Path) -> Figures:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    docs = shutil.copytree(laws, work / "docs")
    return measure(docs, work)


def _ours(docs: Path, work: Path) -> Figures:
    places = ["--policies", str(docs), "--site", str(work / "site")]
    return _twice([sys.executable, str(ROOT / "build.py"), *places], docs, ROOT)


def _material(docs: Path, work: Path) -> Figures:
    return _mkdocs(docs, work, "search")


def _mkdocs(docs: Path, work: Path, plugins: str) -> Figures:
    (docs / "index.md").write_text("# 首页\n", "utf-8")
    (work / "mkdocs.yml").write_text(_PLAIN.format(plugins=plugins), "utf-8")
    return _twice([sys.executable, "-m", "mkdocs", "build", "-q"], docs, work)


def _zensical(docs: Path, work: Path) -> Figures:
    (docs / "index.md").write_text("# 首页\n", "utf-8")
    (work / "mkdocs.yml").write_text(_PLAIN.format(plugins="search"), "utf-8")
    return _twice([sys.executable, "-m", "zensical", "build", "-f", "mkdocs.yml"], docs, work)


def _pagefind(docs: Path, work: Path) -> Figures:
    """Index alone: it comes on top of the pages of another tool."""
    _mkdocs(docs, work, "")
    command = [sys.executable, "-m", "pagefind", "--site", "site", "--force-language", "zh"]
    return Figures(run(command, work), run(command, work))


def _twice(command: list[str], docs: Path, folder: Path) -> Figures:
    cold = run(command, folder)
    edited = sorted(docs.glob("d*.md"))[len(list(docs.glob("d*.md"))) // 2]
    with edited.open("a", encoding="utf-8") as file:
        file.write(_EDIT)
    return Figures(cold, run(command, folder))


def _report(count: int, few: int, found: dict[str, list[Figures]], small: list[Figures]) -> int:
    print(f"{count} laws, medians; memory is the peak of all processes together")
    print(f"{'':18}{'cold':>9}{'one edit':>10}{'memory':>10}")
    rows = {tool: _medians(runs) for tool, runs in found.items()}
    for tool, (cold, edit, memory) in rows.items():
        print(f"{tool:18}{cold:8.2f}s{edit:9.2f}s{memory:8.0f}MB")
    ours, plain = rows["ours"], rows["mkdocs-material"]
    ratios = {
        "cold": ours[0] / plain[0],
        "edit": ours[1] / plain[0],
        "memory": ours[2] / plain[2],
    }
    kept = True
    for name, ratio in ratios.items():
        kept &= ratio <= _LIMITS[name]
        print(f"{name}: {ratio:.3f} of plain mkdocs-material's cold build (limit {_LIMITS[name]})")
    growth, times = ours[0] / _medians(small)[0], count / few
    limit = _GROWTH_LIMIT / 4 * times
    print(f"growth: {times:.2f} times the laws take {growth:.2f} times as long (limit {limit:.2f})")
    return 0 if kept and growth <= limit else 1


def _medians(runs: list[Figures]) -> tuple[float, float, float]:
    return (
        median(one.cold.seconds for one in runs),
        median(one.edit.seconds for one in runs),
        median(one.cold.megabytes for one in runs),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--short", action="store_true", help="ours and mkdocs-material alone")
    parser.add_argument("--documents", type=int, default=None)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

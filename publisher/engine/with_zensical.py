"""Zensical, as a program of its own: it is an extra (requirements/extra.txt)."""

import subprocess
import sys
from importlib.util import find_spec

from publisher.engine import EngineRun
from publisher.problems import BuildFailed


def render(run: EngineRun) -> None:
    """Render with Zensical."""
    if find_spec("zensical") is None:
        raise BuildFailed("refusal.no_zensical")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "-f", str(run.config)]
    done = subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, text=True, check=False, cwd=run.config.parent
    )
    if done.returncode != 0 or not (run.output / "index.html").is_file():
        words = (done.stderr or done.stdout).strip()[-500:]
        raise BuildFailed("refusal.engine", detail=f"zensical: {words}")

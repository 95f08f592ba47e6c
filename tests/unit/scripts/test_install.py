"""`script/install`: what it says where the bundle's packages are not for the Python here."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# In the place of the bundle's own; as where a package wants a later Python.
_PIP = "import sys; sys.exit('requires a different Python')"


@pytest.mark.parametrize("made", ["3.99.7", platform.python_version()])
def test_only_a_bundle_for_another_python_says_where_to_make_one(tmp_path: Path, made: str) -> None:
    kind = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    bundle = tmp_path / f"yanlu-1-{kind}-linux-x86_64"
    (bundle / "wheels/pip-1.whl/pip").mkdir(parents=True)
    (bundle / "wheels/pip-1.whl/pip/__main__.py").write_text(_PIP)
    (bundle / "PYTHON").write_text(f"{made}\n")
    (bundle / "SHA256SUMS").write_text("")
    shutil.copy(ROOT / "script/install", bundle)
    sums = subprocess.run(
        ["sha256sum", "./PYTHON"], cwd=bundle, check=True, capture_output=True, text=True
    )
    (bundle / "SHA256SUMS").write_text(sums.stdout)
    env = {"PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin"}
    done = subprocess.run(
        [bundle / "install", tmp_path / "opt"], check=False, env=env, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "requires a different Python" in done.stderr
    is_other = made != platform.python_version()
    assert (f"Python {made}; here is 3." in done.stderr) == is_other
    assert ("同样的 Debian" in done.stderr) == is_other
    assert list((tmp_path / "opt").iterdir()) == []

"""Chromiums of years ago, which npm has: fetched once, checked, unpacked below the user's cache.

The package chrome-aws-lambda holds them compressed with Brotli, which Node unpacks.
"""

import hashlib
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = "chrome-aws-lambda"
_UNPACK = """const { readFileSync, writeFileSync } = require("fs");
const { brotliDecompressSync } = require("zlib");
for (let at = 1; at < process.argv.length; at += 2) {
  writeFileSync(process.argv[at + 1], brotliDecompressSync(readFileSync(process.argv[at])));
}"""


@dataclass(frozen=True)
class OldChromium:
    """A release of Chromium: the package's version that has it, and the SHA-256 of its archive."""

    major: int
    version: str
    sha256: str

    def program(self) -> Path:
        """Return the program, fetched where it is not there yet; its libraries lie beside it."""
        folder = _cache() / f"chromium-{self.major}"
        program = folder / "chromium"
        if not program.exists():
            self._fetch(folder)
        return program

    def _fetch(self, folder: Path) -> None:
        made = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        archive = made / f"{_PACKAGE}-{self.version}.tgz"
        _run("npm", "pack", f"{_PACKAGE}@{self.version}", "--silent", folder=made)
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        assert found == self.sha256, f"{archive.name} is not what it was: {found}"
        with tarfile.open(archive) as packed:
            packed.extractall(made, filter="data")
        _unpack(made)
        made.rename(folder)


CHROMIUM_79 = OldChromium(
    79, "2.0.2", "287fd9947ca8e8256a1d8fcdea588d133632787d890f3137eef635f9a1809eac"
)
CHROMIUM_80 = OldChromium(
    80, "2.1.1", "94f8953cd47c3fbd9d0ba8f50d2e5aa4e8136ca52b37e2babcc12e43018ade77"
)
CHROMIUM_88 = OldChromium(
    88, "5.5.0", "19f14564f02d132b09fbe51f330525a886a3bb4fc9b80c662f427381c6bd5942"
)
CHROMIUM_92 = OldChromium(
    92, "10.1.0", "6745d06176d629be7021538a901a5a969f335c5a8c10a581b40862e7ed66996e"
)


def environment(program: Path) -> dict[str, str]:
    """Return the environment in which it finds the libraries that came with it."""
    return {**os.environ, "LD_LIBRARY_PATH": str(program.parent / "lib")}


def _unpack(folder: Path) -> None:
    inside = folder / "package/bin"
    pairs = ((inside / f"{name}.br", folder / name) for name in ("chromium", "aws.tar"))
    _run("node", "-e", _UNPACK, *(str(path) for pair in pairs for path in pair), folder=folder)
    with tarfile.open(folder / "aws.tar") as libraries:
        libraries.extractall(folder, filter="data")
    (folder / "chromium").chmod(0o755)
    for path in (inside.parent, folder / "aws.tar"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _run(program: str, *arguments: str, folder: Path) -> None:
    assert shutil.which(program), (
        f"{program} is not there. Old browsers come by npm: install Node (apt-get install npm)"
    )
    subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yanlu/browsers"

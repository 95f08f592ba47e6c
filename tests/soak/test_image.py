"""The image of Containerfile, built and run where a builder of images is there."""

import os
import shlex
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.environ.get("YANLU_SOAK") == "short", reason="it takes minutes"),
]

ROOT = Path(__file__).resolve().parents[2]
BUILDERS = "podman", "docker", "buildah"
# Arguments to build with: another BASE, folders of packages.
OPTIONS = shlex.split(os.environ.get("YANLU_IMAGE_BUILD", ""))
CITY = "/srv/yanlu/city"


class Image:
    """An image and a folder in the place of its volume."""

    def __init__(self, builder: str, volume: Path) -> None:
        self.builder, self.volume = builder, volume
        self.tag = f"yanlu-test-{uuid.uuid4().hex[:8]}"
        self._call("build", "--file", "Containerfile", *OPTIONS, "--tag", self.tag, str(ROOT))
        made = builder == "buildah" and self._call("from", self.tag).split()[-1]
        self._container = made or ""

    def yanlu(self, *words: str) -> str:
        """Run a command of the product in a container."""
        place = ("--volume", f"{self.volume}:/srv/yanlu")
        run: tuple[str, ...]
        if self._container:
            run = ("run", "--user", "yanlu", *place, self._container, "--", "yanlu")
        else:
            run = ("run", "--rm", *place, self.tag)
        return self._call(*run, *words)

    def remove(self) -> None:
        """Take away what was made."""
        if self._container:
            self._call("rm", self._container)
        self._call("rmi", self.tag)

    def _call(self, *words: str) -> str:
        done = subprocess.run(
            [self.builder, *words], cwd=ROOT, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout


def _builder() -> str:
    for name in filter(shutil.which, BUILDERS):
        if subprocess.run([name, "info"], check=False, capture_output=True).returncode == 0:
            return name
    pytest.skip(f"none of {', '.join(BUILDERS)} works here")


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Image]:
    builder = _builder()
    text = (ROOT / "Containerfile").read_text("utf-8")
    base = text.partition("ARG BASE=")[2].partition("\n")[0]
    is_given = any(each.startswith("BASE=") for each in OPTIONS)
    if not is_given and subprocess.run([builder, "pull", "--quiet", base], check=False).returncode:
        pytest.skip(f"{base} is out of reach: YANLU_IMAGE_BUILD='--build-arg BASE=…'")
    volume = tmp_path / "volume"
    volume.mkdir()
    # Whoever is nobody in the image writes there.
    volume.chmod(0o777)
    made = Image(builder, volume)
    yield made
    made.remove()


def test_a_city_is_set_up_and_built_in_it_and_keeps_its_things_outside(image: Image) -> None:
    image.yanlu("init", CITY, "--host", "policy.example.gov.cn", "--example")
    image.yanlu("build")
    assert (image.volume / "city/site/index.html").is_file()
    assert (image.volume / "city/keys").stat().st_mode & 0o077 == 0
    found = image.yanlu("db", "check")
    assert "不符 0 处" in found

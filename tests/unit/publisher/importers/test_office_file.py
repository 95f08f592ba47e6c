"""Files of old Word, WPS and LibreOffice, with programs that stand in for LibreOffice.

Real ones are in `tests/soak/test_office.py`.
"""

import os
import sys
from pathlib import Path

import pytest

from publisher.cli.main import main
from publisher.importers import office_file
from tests.servers.waiting import wait_for
from tests.worlds.word_files import docx, paragraph, run

Said = pytest.CaptureFixture[str]
HEAD = "#!/bin/sh\nout=; while [ $# -gt 0 ]; do [ $1 = --outdir ] && out=$2; last=$1; shift; done\n"
WORKS = HEAD + 'mkdir -p "$out"; cp "$(dirname "$0")/ready.docx" "$out/source.docx"\n'


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the place of the program that is found as LibreOffice."""
    program = tmp_path / "bin/soffice"
    program.parent.mkdir()
    words = (paragraph(run(each)) for each in ("停车管理办法", "一、总则"))
    (program.parent / "ready.docx").write_bytes(docx("".join(words)))
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return program


def read(folder: Path, kind: str = ".doc", raw: bytes = b"\xd0\xcf\x11\xe0\0") -> int:
    (folder / f"gao{kind}").write_bytes(raw)
    return main(["read", str(folder / f"gao{kind}")], {"YANLU_LANG": "zh-CN"})


def install(program: Path, script: str) -> None:
    program.write_text(script, "utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("kind", [".doc", ".wps", ".odt", ".DOC"])
def test_what_it_writes_is_read_and_to_be_compared(
    tmp_path: Path, office: Path, kind: str, capsys: Said
) -> None:
    install(office, WORKS)
    assert read(tmp_path, kind) == 0
    said = capsys.readouterr().out
    assert "一、总则" in said
    assert f"由 LibreOffice 从 {kind.lower()} 转换而来" in said


def test_without_it_the_way_to_a_docx_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read(tmp_path) == 1
    said = capsys.readouterr().err
    assert "I013 本机没有安装 LibreOffice" in said
    assert "选择“文件—另存为”，类型选“Word 文档（.docx）”" in said


@pytest.mark.parametrize(
    "script",
    [
        HEAD + "exit 1\n",
        HEAD + "kill -SEGV $$\n",
        HEAD + "exit 0\n",
        HEAD + 'mkdir -p "$out"; ln -s /etc/passwd "$out/source.docx"\n',
        HEAD + 'mkdir -p "$out/source.docx"\n',
        HEAD + 'mkdir -p "$out"; exec head -c 200000000 /dev/zero > "$out/source.docx"\n',
        HEAD + f"exec {sys.executable} -c 'bytearray(3_000_000_000)'\n",
        "no program at all",
    ],
)
def test_where_it_fails_nothing_is_read(
    tmp_path: Path, office: Path, script: str, capsys: Said
) -> None:
    install(office, script)
    assert read(tmp_path) == 1
    assert "I013 LibreOffice 没有转换成功" in capsys.readouterr().err


def test_bytes_that_are_no_file_of_an_office_are_not_taken_for_words(
    tmp_path: Path, office: Path, capsys: Said
) -> None:
    install(office, WORKS)
    assert read(tmp_path, ".wps", b"\x8f\0\x12") == 1
    assert "I013 LibreOffice 没有转换成功" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "code"), [("PK no zip", "I003"), ("", "I003")])
def test_what_it_writes_is_held_to_the_limits_of_a_docx(
    tmp_path: Path, office: Path, text: str, code: str, capsys: Said
) -> None:
    (office.parent / "ready.docx").write_text(text)
    install(office, WORKS)
    assert read(tmp_path) == 1
    assert f" {code} " in capsys.readouterr().err


def test_what_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(office_file, "_SECONDS", 1)
    install(office, HEAD + f"sleep 300 & echo $! > {tmp_path}/child; sleep 300\n")
    assert read(tmp_path) == 1
    assert "I013 LibreOffice 没有转换成功" in capsys.readouterr().err
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/cmdline")
    wait_for(lambda: not child.exists() or child.read_bytes() == b"", "the end of the child")


def test_it_runs_in_a_folder_of_its_own_without_macros_and_secrets(
    tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_KEYS", "secret")
    seen = tmp_path / "seen"
    look = f'{{ echo "$@"; env; cat "$HOME/profile/user/registrymodifications.xcu"; }} > {seen}\n'
    install(office, "#!/bin/sh\n" + look + WORKS.removeprefix("#!/bin/sh\n"))
    assert read(tmp_path) == 0
    told = seen.read_text("utf-8")
    assert "--headless" in told
    assert "-env:UserInstallation=file:///" in told
    assert "DisableMacrosExecution" in told
    assert "YANLU_KEYS" not in told
    home = next(line for line in told.splitlines() if line.startswith("HOME="))
    assert not Path(home.removeprefix("HOME=")).exists()

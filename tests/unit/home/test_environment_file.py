"""``yanlu.env``: what a line means, and what is said of one that means something else."""

from pathlib import Path

import pytest

from home.environment_file import HomeError, read_environment_file
from interface.command_line import speak


def read(folder: Path, text: str) -> dict[str, str]:
    path = folder / "yanlu.env"
    path.write_text(text, "utf-8")
    return {name: value for name, (value, _) in read_environment_file(path).items()}


# As systemd.exec(5) and systemd.syntax(7) have it.
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"), ("A=", ""), ("  A = b c  ", "b c"), ("A=''", ""), ('A="b  "', "b  "),
        ("A='b\\n$c #'", "b\\n$c #"), (r'A="\"b\\ \$c\`"', '"b\\ $c`'), ("A=b=c", "b=c"),
        ("A=it's", "it's"), ("A=b#c", "b#c"), ("A=市", "市"), ("A=b\r", "b"),
    ],
)  # fmt: skip
def test_a_value_is_what_systemd_reads(line: str, value: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"# note\n; note\n\n{line}\n") == {"A": value}


@pytest.mark.parametrize(
    "line",
    ["A", "export A=b", "1A=b", "A=b\\", 'A="b', "A='b' c", 'A="b\\n"', "=b", "A=b # note"],
)
def test_a_line_that_means_something_else_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(HomeError) as refused:
        read(tmp_path, f"B=c\n{line}\n")
    assert refused.value.faults[0].startswith(f"{tmp_path}/yanlu.env:2: ")


def test_all_faults_are_told_at_once_in_the_language_and_hold_no_value(tmp_path: Path) -> None:
    speak("zh-CN")
    try:
        with pytest.raises(HomeError) as refused:
            read(tmp_path, "A=b\nA=c\nYANLU_KEYS='hush\nB=d #hush\n")
    finally:
        speak("en")
    assert [fault.partition(": ")[2] for fault in refused.value.faults] == [
        "第 1 行已有 A；请删去一行",
        "请写 名称=值；值中有 \\ 或引号的，两端加 '",
        "注释须单独成行；值中有 # 的，两端加 '",
    ]
    assert "hush" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "yanlu.env").write_bytes("A=市".encode("gbk"))
    with pytest.raises(HomeError, match="not a text file in UTF-8"):
        read_environment_file(tmp_path / "yanlu.env")

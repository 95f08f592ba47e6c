"""Every command of the drafters' guide works as it is written there, in the order of the guide.

So does an official's first hour: from one Word file to a public consultation in eight commands
or fewer, without a line of YAML.
"""

import io
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogue.codec import load_catalogue, load_clauses
from publisher.cli.main import main
from tests.servers.live_service import ROOT
from tests.worlds.first_hour import TITLE, first_file, second_file

GUIDE, ENGLISH = (ROOT / "docs" / f"drafters{end}.md" for end in (".zh-CN", ""))
NOW = "2026-04-03T09:00:00+08:00"
BUILT_WITH_NOW = {"build", "check", "publish", "downloads", "cms"}
BICYCLES = """江城市共享单车停放规定

第一条 共享单车应当在划定的区域内停放。

第二条 本规定自发布之日起施行。
"""


@dataclass(frozen=True)
class Step:
    """A command of the guide, what is typed while it runs, and words that it says, in order."""

    command: str
    typed: tuple[str, ...]
    said: tuple[str, ...]


def steps(text: str) -> list[Step]:
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    found = []
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            typed = tuple(line[2:] for line in lines if line.startswith("> "))
            said = tuple(line for line in lines if not line.startswith("> "))
            found.append(Step(command, typed, said))
    return found


def first_hour(text: str) -> list[Step]:
    """Return the numbered steps of the first hour, up to what says how to change a value."""
    return steps(text.partition("\n## ")[2].partition("**要改一个值**")[0])


class Desk:
    """A folder with the Word files, in which commands are typed."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._patch, self._capsys = folder, monkeypatch, capsys
        (folder / "policies").mkdir()
        (folder / "停车管理办法.docx").write_bytes(first_file())
        (folder / "停车管理办法送审稿.docx").write_bytes(second_file())
        (folder / "单车停放规定.txt").write_text(BICYCLES, "utf-8")
        monkeypatch.chdir(folder)

    def run(self, step: Step) -> None:
        words = shlex.split(step.command)
        at = words.index("python")
        settings = dict(word.split("=", 1) for word in words[:at])
        arguments = words[at + 2 :]
        is_option = not arguments or arguments[0].startswith("-")
        if ("build" if is_option else arguments[0]) in BUILT_WITH_NOW and "--now" not in arguments:
            arguments += ["--now", NOW]
        typed = "".join(f"{line}\n" for line in step.typed).encode()
        self._patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8"))
        status = main(arguments, {"YANLU_LANG": "zh-CN", **settings})
        captured = self._capsys.readouterr()
        whole = rest = captured.out + captured.err
        assert status == 0, (step.command, whole)
        for words_said in step.said:
            assert words_said in rest, (step.command, words_said, whole)
            rest = rest.partition(words_said)[2]


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


def correct(desk: Desk) -> None:
    """Mend a slip of the pen in the sealed text, before it is recorded as a 勘误."""
    text = desk.folder / "policies/parking-2026/v1.md"
    text.write_text(text.read_text("utf-8").replace("具体标准见", "具体的标准见"), "utf-8")


# What the guide tells people to do with an editor, before the command that needs it.
BEFORE: dict[str, Callable[[Desk], None]] = {"--erratum": correct}


def test_every_command_of_the_guide_works_in_its_order(desk: Desk) -> None:
    listed = steps(GUIDE.read_text("utf-8"))
    assert len(listed) > 15
    for step in listed:
        for word, prepare in BEFORE.items():
            if word in step.command:
                prepare(desk)
        desk.run(step)
    assert (desk.folder / "owed.xlsx").is_file()
    assert (desk.folder / "out/parking/text.html").is_file()


def test_an_officials_first_hour_ends_with_a_public_consultation(desk: Desk) -> None:
    hour = first_hour(GUIDE.read_text("utf-8"))
    assert len(hour) <= 8
    assert [step for step in hour if step.typed] == []
    for step in hour:
        desk.run(step)
    site = desk.folder / "site"
    (policy,) = load_catalogue((site / "catalogue.json").read_text("utf-8")).policies
    assert (policy.title, policy.kind, policy.issuer) == (TITLE, "consultation", "江城市城市管理局")
    (window,) = policy.windows
    assert (str(window.first_day), str(window.last_day)) == ("2026-04-03", "2026-05-08")
    assert {(each.kind, each.to) for each in policy.channels} >= {
        ("email", "tcgl@example.org"), ("phone", "0719-8651234"),
    }  # fmt: skip
    page = (site / "parking-2026/index.html").read_text("utf-8")
    for words in ("现向社会公开征求意见", "停车供需矛盾突出", "停车收费标准", "征求意见稿"):
        assert words in page, words
    clauses = load_clauses((site / policy.latest.clauses).read_text("utf-8")).clauses
    assert [clause.eid for clause in clauses if clause.eid in {"art_5", "att_1", "att_2"}] == [
        "art_5", "att_1", "att_2",
    ]  # fmt: skip


def test_both_guides_have_the_same_commands() -> None:
    chinese, english = (steps(guide.read_text("utf-8")) for guide in (GUIDE, ENGLISH))
    assert chinese == english


def test_no_command_is_shown_that_is_not_run() -> None:
    for guide in (GUIDE, ENGLISH):
        text = guide.read_text("utf-8")
        assert re.findall(r"^```(?:sh|bash|shell)?$\n(?:python|YANLU_)", text, re.MULTILINE) == []
        assert "```sh" not in text


def test_its_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"^!\[[^]]+\]\(([^)]+)\)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    sizes = [(GUIDE.parent / each).stat().st_size for each in pictures]
    assert len(sizes) >= 2
    assert max(sizes) <= 60_000


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        (Step("python build.py check --nothing", (), ()), SystemExit),
        (Step("python build.py publish nowhere v1", (), ()), AssertionError),
        (Step("python build.py read 停车管理办法.docx", (), ("没有这句话",)), AssertionError),
    ],
)
def test_a_command_that_does_not_work_is_noticed(
    desk: Desk, step: Step, wrong: type[BaseException]
) -> None:
    with pytest.raises(wrong):
        desk.run(step)

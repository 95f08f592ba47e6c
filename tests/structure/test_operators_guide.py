"""The pages for operators: found, alike in both languages, with nothing that is not there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from comments_service.cli.main import parser as service_parser
from comments_service.settings import settings_table
from home.city_home import CityHome
from publisher.cli.main import parser as build_parser
from tests.readers.guide_pages import FOLDER, GUIDE, ROOT, blocks, calls, pages, whole_guide
from tests.structure.test_guides import links
from tests.structure.test_house_rules import _commands, sources
from yanlu import main as yanlu

SHAPE = {
    "什么时候用": "When",
    "先看什么": "Look first",
    "步骤": "Steps",
    "应当看到什么": "What you should see",
    "出了岔子": "Where it goes wrong",
}
DAY_TWO = (
    "backup clock disk erasure keys postgresql power-cut readiness several-sites sizing upgrade"
    " watching"
)
PROGRAMS = (
    "apt-get cat cd chown cp curl date df du echo export free git grep install journalctl ln ls"
    " mkdir nginx nproc openssl printf rm runuser sed setsid sha256sum systemctl tail tar"
    " timedatectl umask useradd"
)
"""What the pages call besides the product: of Debian's, or in step 1 of the guide."""
DONE = ROOT / "tests/soak/test_guide.py"
ELSEWHERE = {
    "homes": "tests/soak/test_bundle.py tests/soak/test_installed.py tests/soak/test_units.py",
    "publishing": "tests/unit/publisher/build/test_removals.py",
    "serving": "tests/unit/scripts/test_server.py tests/unit/scripts/test_bootstrap.py",
}
"""What is not done page by page, and the tests that do it."""
NOT_DONE = {"没有网络的机器": "tests/soak/test_bundle.py"}
_SETTING = re.compile(r"\bYANLU_[A-Z]+(?:_[A-Z]+)*\b")


def test_the_guide_leads_to_each_of_its_pages() -> None:
    for guide, chinese in ((GUIDE, True), (ROOT / "docs/operators.md", False)):
        wanted = {f"operators/{each.name}" for each in pages(chinese=chinese) if each != guide}
        assert wanted - {each.partition("#")[0] for each in links(guide)} == set()


def test_each_page_is_there_in_both_languages_and_leads_to_the_other() -> None:
    names = {each.name for each in FOLDER.glob("*.md")}
    assert {each.replace(".zh-CN", "") for each in names} <= names
    for name in names:
        other = name.replace(".zh-CN", "") if ".zh-CN" in name else name.replace(".md", ".zh-CN.md")
        assert {other} <= names & set(links(FOLDER / name)), name


def test_each_page_of_a_later_day_has_one_shape() -> None:
    for name in DAY_TWO.split():
        for end, shape in ((".zh-CN", [*SHAPE]), ("", [*SHAPE.values()])):
            text = (FOLDER / f"{name}{end}.md").read_text("utf-8")
            assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:5] == shape, name + end


def test_both_languages_show_the_same_commands() -> None:
    for page in pages(chinese=True):
        other = page.with_name(page.name.replace(".zh-CN", ""))
        for form in ("sh", "crontab", "sql", "yaml"):
            assert blocks(page, form) == blocks(other, form), f"{page.name} {form}"


def test_every_page_with_commands_is_done_by_a_test() -> None:
    text = DONE.read_text("utf-8")
    shown = {each.name.partition(".")[0] for each in FOLDER.glob("*.zh-CN.md") if blocks(each)}
    assert {each for each in shown if f'"{each}"' not in text} == ELSEWHERE.keys()
    named = " ".join([*ELSEWHERE.values(), *NOT_DONE.values()]).split()
    assert [each for each in named if not (ROOT / each).is_file()] == []
    headings = re.findall(r"^## (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert NOT_DONE.keys() <= set(headings)


def test_every_setting_that_is_named_exists() -> None:
    known = {row.name for row in settings_table()} | {*CityHome(Path("/city")).places}
    known |= {*_SETTING.findall("".join(each.read_text("utf-8") for each in sources("publisher")))}
    known |= {"YANLU_HOME", "YANLU_LANG"}
    for chinese in (True, False):
        assert {*_SETTING.findall(whole_guide(chinese=chinese))} - known == set()


def test_every_command_and_option_that_is_shown_exists() -> None:
    own = {name: import_module(module)._parser("") for name, module in yanlu._OWN.items()}
    options = _commands(build_parser()) | _commands(service_parser())
    options |= {word for parser in own.values() for word in _commands(parser)}
    # Of scripts, of other programs, and of the command itself.
    options |= {"--help", "--home", "--check", "--runtime", "--all", "--limited", "--app"}
    whole = whole_guide(chinese=True) + whole_guide()
    text = re.sub(r"^```.*?^```", "", whole, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall("`([^`\n]+)`", text)
    named = {word for span in spans for word in re.findall(r"(?<!\S)--[a-z][a-z-]*", span)}
    assert named - options == set()


@pytest.mark.parametrize("page", pages(chinese=True), ids=lambda page: page.name)
def test_every_call_of_the_product_can_be_parsed(page: Path) -> None:
    for call in calls(page):
        program = call[0].rsplit("/", 1)[-1]
        if program == "yanlu":
            parse(call[1:])
        elif program == "python" and call[1:3] == ["-m", "comments_service"]:
            service_parser().parse_args(call[3:])
        elif program == "python" and call[1].endswith("build.py"):
            build_parser().parse_args(call[2:] or ["build"])
        elif call[0].startswith(("/opt/yanlu-1/", "/opt/yanlu-2/", "~/yanlu/", "script/")):
            assert (ROOT / "script" / program).is_file(), call
        else:
            known = program in PROGRAMS.split() or program in {"python", "install", "nohup"}
            assert known, call


def parse(words: list[str]) -> None:
    """Parse what follows ``yanlu``; an argument that does not fit ends the test."""
    if words[:1] == ["--version"]:
        return
    if words[:1] == ["--home"]:
        words = words[2:]
    name, *rest = words
    assert name in yanlu.command_names(), words
    if name in yanlu._OWN:
        import_module(yanlu._OWN[name])._parser(name).parse_args(rest)
        return
    parser = build_parser() if yanlu.command_names()[name].part == "site" else service_parser()
    parser.parse_args([name, *rest])

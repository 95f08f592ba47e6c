"""`build.py new ID` asks six questions and writes policy.yml, or nothing."""

import io
from datetime import date
from pathlib import Path

import pytest

from publisher.cli.main import main
from publisher.problems import Problems
from publisher.sources import PolicySource, read_policies

CONSULTATION = (
    "江城市停车管理办法", "", "江城市城管局", "3", "2026年4月3日至5月8日",
    "电子邮件 yj@example.org；0719-8651234；邮寄：江城市柳林路15号",
)  # fmt: skip
Said = pytest.CaptureFixture[str]


class Desk:
    """A folder of policies, and what is typed at a terminal."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.policies, self._monkeypatch = folder / "policies", monkeypatch

    def new(self, *lines: str, name: str = "parking", language: str = "zh-CN") -> int:
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return main(["new", name, "--policies", str(self.policies)], {"YANLU_LANG": language})

    def read(self) -> PolicySource:
        (self.policies / "parking" / "v1.md").write_text("一、总则\n", "utf-8")
        problems = Problems()
        (source,) = read_policies(self.policies, problems)
        assert list(problems) == []
        return source


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_six_answers_make_a_consultation(desk: Desk, capsys: Said) -> None:
    assert desk.new(*CONSULTATION) == 0
    asked = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in asked[:6]] == ["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]
    assert "build.py import" in asked[6]
    source = desk.read()
    policy = source.policy
    assert (policy.title, policy.kind) == ("江城市停车管理办法", "consultation")
    assert (policy.issuer, policy.procedure) == ("江城市城管局", "行政规范性文件")
    assert [(each.kind, each.to) for each in policy.channels] == [
        ("email", "yj@example.org"), ("phone", "0719-8651234"), ("letter", "江城市柳林路15号"),
    ]  # fmt: skip
    assert (policy.windows[0].first_day, policy.windows[0].last_day) == (
        date(2026, 4, 3), date(2026, 5, 8),
    )  # fmt: skip
    (version,) = source.versions
    assert (version.label, version.published_on) == ("征求意见稿", date(2026, 4, 3))


def test_another_kind_is_asked_for_its_number_and_day(desk: Desk) -> None:
    assert (
        desk.new("关于停车的答复", "答复", "江城市城管局", "江城管复〔2026〕1号", "2026.4.3", "")
        == 0
    )
    source = desk.read()
    assert (source.policy.kind, source.policy.doc_no) == ("reply", "江城管复〔2026〕1号")
    assert source.versions[0].published_on == date(2026, 4, 3)


def test_without_a_day_nothing_is_public(desk: Desk) -> None:
    assert desk.new("江城市停车管理办法", "1", "", "", "", "") == 0
    source = desk.read()
    assert source.versions[0].published_on is None
    assert not source.versions[0].always_public


@pytest.mark.parametrize(
    ("at", "wrong", "said"),
    [
        (0, "", "不能为空"),
        (1, "春天", "consultation (征求意见)"),
        (1, "9", "请写下列之一"),
        (3, "法律", "政府规章"),
        (4, "待定", "请写作 2026年4月3日至5月8日"),
        (4, "2026年5月8日至4月3日", "截止早于开始"),
        (4, "2026年4月31日至5月8日", "不是日期"),
        (5, "邮箱", "kind: email"),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_for_again(
    desk: Desk, capsys: Said, at: int, wrong: str, said: str
) -> None:
    lines = [*CONSULTATION[:at], wrong, *CONSULTATION[at:]]
    assert desk.new(*lines) == 0
    out = capsys.readouterr().out.splitlines()
    assert said in out[at + 1]
    assert out.count(out[at]) == 2
    assert desk.read().policy.title == "江城市停车管理办法"


@pytest.mark.parametrize("count", range(6))
def test_where_the_answers_end_nothing_is_written(desk: Desk, capsys: Said, count: int) -> None:
    assert desk.new(*CONSULTATION[:count]) == 1
    assert "没有答完，什么也没有写入" in capsys.readouterr().err
    assert not desk.policies.exists()


def test_ctrl_c_writes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("publisher.cli.new_policy._line", interrupt)
    assert main(["new", "parking", "--policies", str(desk.policies)]) == 1
    assert not desk.policies.exists()


@pytest.mark.parametrize("name", ["Parking", "desk", "a/b", "停车", "..", ""])
def test_a_name_that_can_be_no_id_is_refused_before_anything_is_asked(
    desk: Desk, capsys: Said, name: str
) -> None:
    assert desk.new(*CONSULTATION, name=name) != 0
    assert "1/6" not in capsys.readouterr().out
    assert not desk.policies.exists()


def test_what_is_there_is_not_written_over(desk: Desk, capsys: Said) -> None:
    assert desk.new(*CONSULTATION) == 0
    before = (desk.policies / "parking/policy.yml").read_bytes()
    assert desk.new(*CONSULTATION, language="en") == 2
    assert "is there already" in capsys.readouterr().err
    assert (desk.policies / "parking/policy.yml").read_bytes() == before

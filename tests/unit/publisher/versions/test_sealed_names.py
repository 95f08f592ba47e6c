"""What release 0.1.0 sealed is found by its old names, whatever today's reader calls it."""

import re
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from catalogue.codec import dump_clauses, load_clauses
from catalogue.model import ClauseSet
from catalogue.window import parse_instant
from publisher.compile.policy import CompiledPolicy, compile_policy
from publisher.problems import Problems
from publisher.sources import PolicySource, read_policies
from publisher.versions.drafts import TracedPolicy, trace_policy
from publisher.versions.publish import publish_erratum
from tests.worlds.sites import build

LOCKS = Path(__file__).parents[3] / "data/releases/0.1.0/locks"
KEPT = sorted(path.name for path in LOCKS.iterdir())
DAY = date(2031, 6, 1)


def source_of(folder: Path, policy: str) -> PolicySource:
    return next(each for each in read_policies(folder, Problems()) if each.policy.id == policy)


@pytest.fixture(scope="module")
def kept() -> dict[str, tuple[TracedPolicy, Problems]]:
    found = {}
    for source in read_policies(LOCKS, Problems()):
        problems = Problems()
        found[source.policy.id] = trace_policy(source, problems, of_texts=Problems()), problems
    return found


def names_of(policy: str, version: str) -> list[list[str]]:
    rows = (LOCKS / policy / "names.txt").read_text("utf-8").splitlines()
    return [row.split()[1:] for row in rows if row.startswith(f"{version} ")]


@pytest.mark.parametrize("policy", KEPT)
def test_every_old_name_leads_to_the_clause_of_its_line(
    policy: str, kept: dict[str, tuple[TracedPolicy, Problems]]
) -> None:
    traced, problems = kept[policy]
    assert [problem.code for problem in problems if problem.code != "V013"] == []
    for state in traced.states:
        text = load_clauses(dump_clauses(state.clauses))
        assert text.former == state.clauses.former
        own = {clause.eid for clause in text.clauses}
        wids = [clause.wid for clause in text.clauses]
        assert len(wids) == len(set(wids))
        lines = {clause.line for clause in text.clauses}
        for line, eid, wid in names_of(policy, text.version):
            for name in (wid, *({eid} - own)):
                clause = text.resolve(name)
                assert clause is not None
                # What is no clause any more leads to the clause before it.
                assert clause.line == int(line) or int(line) not in lines


@pytest.mark.parametrize("policy", KEPT)
def test_other_ids_are_noted_once_a_version_and_are_no_fault(
    policy: str, kept: dict[str, tuple[TracedPolicy, Problems]]
) -> None:
    traced, problems = kept[policy]
    others = sum(bool(state.clauses.former) for state in traced.states)
    assert [problem.code for problem in problems] == ["V013"] * others
    assert not problems.errors


def test_a_text_that_is_read_as_before_keeps_its_seal(
    kept: dict[str, tuple[TracedPolicy, Problems]],
) -> None:
    traced, problems = kept["unchanged"]
    assert not list(problems)
    assert traced.states[0].seal == traced.records.lock.versions["v1"]


def compiled(folder: Path, policy: str) -> CompiledPolicy:
    found = compile_policy(trace_policy(source_of(folder, policy), Problems()), DAY, Problems())
    assert found
    return found


def test_a_merged_clause_and_a_correction_are_found_under_new_ids() -> None:
    found = compiled(LOCKS, "two-versions")
    latest: ClauseSet = found.latest.clauses
    merged = found.names.find("v1.part_1__sec_2")
    assert merged
    assert merged.retired
    (change,) = found.latest.errata[0].changes
    clause = latest.resolve(change.clause)
    assert clause
    assert clause.wid == "v1.part_2__sec_2"
    assert "长椅" in clause.text


def test_a_correction_under_todays_reader_keeps_the_old_names(tmp_path: Path) -> None:
    copytree(LOCKS / "two-versions", tmp_path / "two-versions")
    before = compiled(tmp_path, "two-versions")
    text = tmp_path / "two-versions" / "v2.md"
    text.write_text("\n" + text.read_text("utf-8").replace("五年", "六年"), "utf-8")
    source = source_of(tmp_path, "two-versions")
    publish_erratum(source, "v2", "数字有误", DAY, Problems())
    after = compiled(tmp_path, "two-versions")
    assert [clause.wid for clause in after.latest.clauses.clauses] == [
        clause.wid for clause in before.latest.clauses.clauses
    ]
    assert after.latest.clauses.former == before.latest.clauses.former
    problems = Problems()
    trace_policy(source_of(tmp_path, "two-versions"), problems)
    assert not problems.errors


def test_a_next_version_carries_the_old_names_on(tmp_path: Path) -> None:
    copytree(LOCKS / "di-x-bufen", tmp_path / "di-x-bufen")
    folder = tmp_path / "di-x-bufen"
    (folder / "v2.md").write_text((folder / "v1.md").read_text("utf-8"), "utf-8")
    policy = (folder / "policy.yml").read_text("utf-8") + "- {id: v2, published_on: 2031-02-01}\n"
    (folder / "policy.yml").write_text(policy, "utf-8")
    first, second = trace_policy(source_of(tmp_path, "di-x-bufen"), Problems()).states
    assert [each.wid for each in second.clauses.clauses] == [
        each.wid for each in first.clauses.clauses
    ]


def test_a_lock_that_was_edited_by_hand_is_still_named(tmp_path: Path) -> None:
    copytree(LOCKS / "two-versions", tmp_path / "two-versions")
    lock = tmp_path / "two-versions" / "clauses.lock.yml"
    lock.write_text(lock.read_text("utf-8").replace("para_4: v1.para_3", "para_4: v1.para_9"))
    problems = Problems()
    trace_policy(source_of(tmp_path, "two-versions"), problems)
    assert "V002" in [problem.code for problem in problems.errors]


def test_every_old_name_is_a_place_on_the_pages(tmp_path: Path) -> None:
    for policy in ("two-versions", "annex-tables"):
        copytree(LOCKS / policy, tmp_path / "policies" / policy)
    now = parse_instant("2031-06-01T10:00:00+08:00")
    build(tmp_path / "policies", tmp_path / "site", now=now)
    for policy, version in (("two-versions", "v1"), ("two-versions", "v2"), ("annex-tables", "v1")):
        for page in (f"{policy}/{version}", *([policy] if version != "v1" else [])):
            html = (tmp_path / "site" / page / "index.html").read_text("utf-8")
            ids = re.findall(r'\sid="([^"]+)"', html)
            assert len(ids) == len(set(ids))
            names = {name for _, *names in names_of(policy, version) for name in names}
            assert names <= set(ids)

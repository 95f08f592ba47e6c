"""Names for good over several versions, tombstones and histories."""

from publisher.versions.tombstones import PastChange, histories, retired_clauses, shown_states
from tests.worlds.drafts import traced

FUND = "第一条 市人民政府设立工业发展专项资金，每年安排五千万元，用于企业技术改造。"
REWARD = "第二条 对首次进入规模以上工业企业名录的企业，给予一次性奖励二十万元。"
LAND = "第三条 优先保障重点工业项目用地，简化审批程序，缩短办理时限。"
FIRST = f"{FUND}\n{REWARD}\n{LAND}"
SECOND = "\n".join([FUND.replace("五千", "八千"), LAND.replace("三", "二")])
THIRD = "\n".join(
    ["第一条 为促进工业发展，制定本意见。", SECOND.replace("第二", "第三").replace("第一", "第二")]
)
PUBLIC = {"v1", "v2", "v3"}


def wids(text_number: int, *texts: str) -> dict[str, str]:
    states, _ = traced(*texts)
    clauses = states[text_number - 1].clauses.clauses
    return {clause.eid: clause.wid for clause in clauses if clause.kind == "art"}


def test_a_clause_keeps_its_name_through_two_renumberings() -> None:
    assert wids(3, FIRST, SECOND, THIRD) == {
        "art_1": "v3.art_1",
        "art_2": "v1.art_1",
        "art_3": "v1.art_3",
    }


def test_a_deleted_clause_stays_as_a_tombstone_of_the_version_that_last_held_it() -> None:
    states, _ = traced(FIRST, SECOND, THIRD)
    left = retired_clauses([state.clauses for state in shown_states(states, PUBLIC)])
    (article, paragraph) = left.tombstones
    assert (article.wid, article.version, article.into, article.within) == (
        "v1.art_2", "v1", None, None,
    )  # fmt: skip
    assert (paragraph.wid, paragraph.within) == ("v1.art_2__para_1", "v1.art_2")


def test_what_came_over_a_hidden_version_is_one_step() -> None:
    states, _ = traced(FIRST, SECOND, THIRD)
    shown = shown_states(states, {"v1", "v3"})
    fates = {carry.wid: (carry.change, carry.to_eid) for carry in shown[1].clauses.carried}
    assert [state.clauses.version for state in shown] == ["v1", "v3"]
    assert fates["v1.art_1"] == ("edited", "art_2")
    assert fates["v1.art_2"] == ("deleted", None)
    assert fates["v3.art_1"] == ("new", "art_1")


def test_each_clause_tells_its_history() -> None:
    states, _ = traced(FIRST, SECOND, THIRD)
    told = histories([state.clauses for state in shown_states(states, PUBLIC)])
    assert told["v1.art_1"] == [
        PastChange("new", "v1"),
        PastChange("edited", "v2"),
        PastChange("renumbered", "v3", "第一条"),
    ]
    assert told["v3.art_1"] == [PastChange("new", "v3")]


def test_an_unsure_clause_has_a_provisional_name_and_the_old_one_leads_there() -> None:
    edited = "第一条 市人民政府设立工业发展基金，每年安排资金，用于支持企业开展技术改造和研发。"
    states, said = traced(FIRST, FIRST.replace(FUND, edited))
    left = retired_clauses([state.clauses for state in shown_states(states, PUBLIC)])
    assert states[1].clauses.clauses[0].wid == "v2.art_1"
    assert "v1.art_1" in left.anchors["art_1"]
    assert left.tombstones == ()
    assert said == ["v2.md:1: V004.waiting count=1 policy=a"]


def test_a_merged_clause_points_to_what_it_went_into() -> None:
    merged = "\n".join([FUND + REWARD.removeprefix("第二条 "), LAND.replace("三", "二")])
    decisions = {"v2": {"v1.art_2": "merged:art_1", "v1.art_1": "art_1"}}
    states, _ = traced(FIRST, merged, decisions=decisions)
    left = retired_clauses([state.clauses for state in shown_states(states, PUBLIC)])
    assert {each.wid: each.into for each in left.tombstones}["v1.art_2"] == "v1.art_1"


def test_decisions_that_fit_nothing_are_named() -> None:
    _, said = traced(
        FIRST, SECOND, decisions={"v2": {"v1.art_9": "art_1", "art_1": "gone", "v1.art_2": "art_8"}}
    )
    assert [line for line in said if "V003" in line] == [
        "decisions.yml:1: V003.new_clause version=v2 decision=art_1=gone",
        "decisions.yml:1: V003.no_clause clause=v1.art_9 version=v2 decision=v1.art_9=art_1",
        "decisions.yml:1: V003.no_clause clause=art_8 version=v2 decision=v1.art_2=art_8",
    ]


def test_two_old_clauses_cannot_live_on_as_one() -> None:
    _, said = traced(FIRST, SECOND, decisions={"v2": {"v1.art_1": "art_1", "v1.art_2": "art_1"}})
    assert "decisions.yml:1: V003.repeated clause=art_1 version=v2 decision=v1.art_2=art_1" in said

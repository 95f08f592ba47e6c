"""What became of the clause of a comment: read otherwise, renumbered, moved."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from catalogue.codec import dump_catalogue, dump_clauses, load_catalogue, load_clauses
from catalogue.model import Clause, ClauseChange, ClauseSet, Version
from comments_service.domain.accounts.roles import Role
from tests.conftest import POLICY, World
from tests.readers.desk_pages import REGISTER, comment_places, sent
from tests.worlds.officers import Desk, signed_in


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.HANDLER)


def text_of(world: World) -> ClauseSet:
    return load_clauses((world.site / POLICY / "v1" / "clauses.json").read_text("utf-8"))


def named(clause: Clause, old: str, new: str) -> Clause:
    """Return a clause with another name in its place."""
    parent = clause.parent and clause.parent.replace(old, new)
    return replace(clause, eid=clause.eid.replace(old, new), parent=parent)


def test_a_text_that_is_read_otherwise_now_is_unchanged(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。")
    text = text_of(world)
    other = tuple(named(clause, "part_", "dvs_") for clause in text.clauses)
    former = {clause.eid: each.eid for clause, each in zip(text.clauses, other, strict=True)}
    path = world.site / POLICY / "v1" / "clauses.json"
    path.write_text(dump_clauses(replace(text, clauses=other, former=former)), "utf-8")
    page = desk.get(comment_places(desk.get(REGISTER))[0])
    assert "未变" in page.text
    assert f"{POLICY}/#dvs_1__sec_1" in page.text
    # Who had the old page open sends the old name.
    said = {"clause": "part_1__sec_1", "stance": "suggest", "body": "名额不够。"}
    done = app.test_client().post("/api/v1/submissions", json=world.citizen(comments=[said]))
    assert done.get_json()["comments"][0]["wid"] == "v1.part_1__sec_1"


def test_what_is_no_clause_any_more_is_counted_where_its_name_leads(
    app: Flask, world: World
) -> None:
    said = {"clause": "v1.part_2", "stance": "suggest", "body": "落款有误。"}
    done = app.test_client().post("/api/v1/submissions", json=world.citizen(comments=[said]))
    assert done.status_code == 201
    text = text_of(world)
    path = world.site / POLICY / "v1" / "clauses.json"
    left = replace(text, clauses=text.clauses[:2], former={"v1.part_2": "part_1__sec_1"})
    path.write_text(dump_clauses(left), "utf-8")
    tally = app.test_client().get(f"/api/v1/policies/{POLICY}/tally").get_json()
    (row,) = tally["by_clause"]
    assert (row["wid"], row["eid"]) == ("v1.part_2", "part_1__sec_1")


@pytest.mark.parametrize(("change", "said"), [("renumbered", "条序顺延"), ("moved", "移动")])
def test_another_number_is_told_from_another_place(
    change: str, said: str, app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。")
    text = text_of(world)
    later = tuple(named(clause, "part_1", "part_9") for clause in text.clauses)
    fates = tuple(
        ClauseChange(old.wid, old.eid, new.eid, change if old.eid != new.eid else "unchanged")
        for old, new in zip(text.clauses, later, strict=True)
    )
    path = world.site / POLICY / "v2" / "clauses.json"
    path.parent.mkdir()
    second = replace(text, version="v2", clauses=later, carried=fates)
    path.write_text(dump_clauses(second), "utf-8")
    catalogue = load_catalogue((world.site / "catalogue.json").read_text("utf-8"))
    (policy,) = catalogue.policies
    version = Version("v2", "", date(2018, 7, 13), f"{POLICY}/v2/clauses.json", "sha256:v2")
    policy = replace(policy, versions=(*policy.versions, version))
    (world.site / "catalogue.json").write_text(
        dump_catalogue(replace(catalogue, policies=(policy,))), "utf-8"
    )
    assert said in desk.get(comment_places(desk.get(REGISTER))[0]).text

"""The text under which a clause is counted is that of one of its comments, whatever goes away."""

from dataclasses import replace
from datetime import date

import pytest

from catalogue.citation import cite, steps_of
from catalogue.codec import dump_clauses
from catalogue.model import Clause, ClauseSet, Version
from catalogue.text import clause_digest
from catalogue.window import Window, parse_instant
from comments_service.domain.accounts.roles import Role
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.services.database.check import check
from comments_service.services.intake.checking import correct
from comments_service.services.intake.entering import enter_submission
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.store.comments import tally_counts
from comments_service.store.comments.tally_counts import TallySplit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import CLAUSES, CLOSES, OPENS, POLICY, World, publish, the_policy
from tests.servers.databases import writing
from tests.worlds.letters import letter, seen
from tests.worlds.officers import add_officer

_THEN, _LATER = "v1.part_2", "三"
_SECOND = Window(
    "w2", "v2",
    parse_instant("2018-08-01T00:00:00+08:00"), parse_instant("2018-08-10T00:00:00+08:00"),
)  # fmt: skip


@pytest.fixture
def renumbered(world: World) -> World:
    """A city whose second round is on a text in which 二 has become 三."""
    path = f"{POLICY}/v2/clauses.json"
    second = Version("v2", "征求意见稿", date(2018, 8, 1), path, "sha256:v2")
    first = Window("w1", "v1", parse_instant(OPENS), parse_instant(CLOSES))
    versions = *the_policy().versions, second
    publish(world.site, the_policy(versions=versions, windows=(first, _SECOND)))
    words = CLAUSES[2].heading
    digest = clause_digest([("三、", words, "")])
    moved = Clause(
        "part_3", _THEN, None, "part", "三、", words, "", cite(steps_of("part_3")), digest, line=1
    )
    clauses = ClauseSet(POLICY, "v2", (*CLAUSES[:2], moved))
    (world.site / path).write_text(dump_clauses(clauses), "utf-8")
    return world


def _texts(service: Service) -> dict[str, tuple[str | None, int]]:
    with service.database.read() as connection:
        rows = tally_counts.of_policy(connection, POLICY).split(TallySplit.CLAUSE)
    return {each.name: (each.eid, each.figures["comments"]) for each in rows}


@pytest.mark.parametrize("merged", [False, True])
def test_no_text_is_left_of_a_comment_that_went_to_another_clause(
    renumbered: World, database_url: str, monkeypatch: pytest.MonkeyPatch, *, merged: bool
) -> None:
    service = renumbered.service(YANLU_DATABASE=database_url)
    said = {"clause": _THEN, "stance": "suggest", "body": "一。"}
    submit(service, parse_submission(renumbered.citizen(comments=[said])))
    later = renumbered.service(YANLU_DATABASE=database_url, YANLU_NOW="2018-08-05T10:00:00+08:00")
    officer = add_officer(later, "heli", Role.REGISTRAR)
    day = date(2018, 8, 2)
    new = letter(version="v2", posted_on=day, received_on=day, points=(NewPoint(_LATER, "二。"),))
    made = enter_submission(later, officer, new)
    assert _texts(later)[_THEN][1] == 2
    if merged:
        monkeypatch.setattr(tally_counts, "_WORTH", 1)
        with writing(later.database) as connection:
            tally_counts.merge(connection)
    whole = seen(later, made.id)
    point = NewPoint("一（一）", "二。", id=made.comments[0].id)
    correct(later, replace(officer), whole, whole.seen, [point])
    assert _texts(later)[_THEN] == ("part_2", 1)
    assert check(later).differences == []

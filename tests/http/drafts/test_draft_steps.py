"""What the ledger tells of a draft, step by step, on either database."""

import io
import json
from pathlib import Path

from flask import Flask

from comments_service.domain.ledger.draft_entries import DraftMoved
from comments_service.services.database.check import check
from comments_service.store.ledger import ledger
from tests.worlds.brought_drafts import ID, brought, page, take_step
from tests.worlds.officers import Desk


def steps(app: Flask) -> list[tuple[str, str]]:
    service = app.extensions["yanlu"]
    with service.database.read() as connection:
        found = [e for e in ledger.entries(connection) if e.stream == ID]
    return [(e.stream, e.data()["step"]) for e in found if e.type == DraftMoved.type]


def test_two_accounts_bring_a_draft_to_its_release(
    app: Flask, drafter: Desk, publisher: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    assert take_step(drafter, name, "handed_in").status_code == 303
    assert "等另一人发布" in page(drafter, name)
    assert "等您发布" in publisher.get().text
    assert "等您发布" not in drafter.get().text
    assert "十经信〔2018〕12号" in page(publisher, name)
    assert take_step(publisher, name, "released").status_code == 303
    handed, released = (
        json.loads((inbox / name / f"{each}.json").read_text("utf-8"))
        for each in ("handed_in", "released")
    )
    assert handed["files"] == released["files"]
    assert set(handed["files"]) == {"policy.yml", "v1.md"}
    assert (handed["by"], released["by"]) == ("zhoumin", "chenjing")
    assert steps(app) == [(ID, "received"), (ID, "handed_in"), (ID, "released")]
    assert check(app.extensions["yanlu"]).differences == []
    # From now on it is the builder's.
    assert take_step(drafter, name, "withdrawn").status_code == 409


def test_another_file_takes_the_place_of_one_and_keeps_what_was_filled_in(
    app: Flask, drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    drafter.post(f"drafts/{name}/answers", {"issuer": "某某市工业和信息化局"})
    form = {"file": (io.BytesIO("<html>改过的标题\n一、改过的话。".encode()), "改.html")}
    place = f"drafts/{name}/answers"
    assert drafter.post(place, form, content_type="multipart/form-data").status_code == 303
    text = page(drafter, name)
    assert "改过的话" in text
    assert "某某市工业和信息化局" in text
    assert not (inbox / name / "source.txt").exists()
    assert steps(app) == [(ID, "received")] * 2
    refused = drafter.post(
        place, {"file": (io.BytesIO(b"%PDF"), "a")}, content_type="multipart/form-data"
    )
    assert refused.status_code == 422
    assert "没有收下" in refused.text
    assert "改过的话" in page(drafter, name)


def test_after_take_the_page_says_what_became_of_it(
    drafter: Desk, publisher: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    take_step(drafter, name, "handed_in")
    take_step(publisher, name, "released")
    problem = {"path": "v1.md", "line": 1, "severity": "error", "text": "和别人的改动相冲突。"}
    taken = {
        "schema": "yanlu-taken/1", "at": "2018-07-15T11:00:00+08:00", "policy": ID,
        "version": "v1", "published": False, "problems": [problem],
    }  # fmt: skip
    (inbox / name / "taken.json").write_text(json.dumps(taken), "utf-8")
    text = page(drafter, name)
    assert "没有通过" in text
    assert "和别人的改动相冲突" in text
    assert take_step(drafter, name, "withdrawn").status_code == 303
    assert "可以交出" in page(drafter, name)
    (inbox / name / "taken.json").write_text(json.dumps({**taken, "published": True}), "utf-8")
    assert "已经公开" in page(drafter, name)
    assert take_step(drafter, name, "removed").status_code == 303
    assert list(inbox.iterdir()) == []

from dataclasses import replace
from datetime import date

from catalogue.window import rfc3339
from publisher.wording.events import events_of, last_changes, past_events
from tests.unit.publisher.feeds.conftest import NOW, WINDOW, at, catalogue, consultation, document


def test_events_are_in_order() -> None:
    assert [(event.key, rfc3339(event.at)[:16]) for event in events_of(consultation())] == [
        ("v1", "2026-03-02T00:00"),
        ("w1/opens", "2026-03-02T00:00"),
        ("w1/change-1", "2026-03-20T09:30"),
        ("w1/closes", "2026-04-11T00:00"),
        ("v2", "2026-04-30T00:00"),
        ("outcome", "2026-05-08T00:00"),
        ("v2/issued", "2026-05-20T00:00"),
    ]


def test_each_event_leads_to_its_page() -> None:
    pages = {event.key: event.path for event in events_of(consultation())}
    assert (pages["v2"], pages["outcome"], pages["w1/opens"]) == ("a/v2/", "a/results/", "a/")


def test_the_header_lends_a_document_its_day_and_hour() -> None:
    assert [rfc3339(event.at) for event in events_of(document())] == ["2025-01-06T08:30:00+08:00"]
    assert events_of(document(issued_on=None, written_on=date(2024, 5, 6)))[0].at == at(
        "2024-05-06T00:00:00"
    )


def test_a_text_without_any_date_has_no_event() -> None:
    assert events_of(document(issued_on=None)) == []
    assert last_changes(catalogue(document(issued_on=None))) == {}


def test_the_date_of_a_draft_is_not_that_of_its_issue() -> None:
    drafts = tuple(replace(each, issued_on=None) for each in consultation().versions)
    assert "v2/issued" not in [event.key for event in events_of(consultation(versions=drafts))]


def test_what_is_to_come_is_not_past() -> None:
    coming = replace(WINDOW, closes_at=at("2026-09-01T00:00:00"))
    keys = [event.key for event in past_events([consultation(windows=(coming,))], NOW)]
    assert "w1/closes" not in keys
    assert keys[:2] == ["v2/issued", "outcome"]


def test_the_newest_change_of_each_policy_is_known() -> None:
    changes = last_changes(catalogue(consultation(), document()))
    assert changes == {"a": at("2026-05-20T00:00:00"), "d": at("2025-01-06T08:30:00")}

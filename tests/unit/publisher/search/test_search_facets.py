"""By what a search can be narrowed, and the state that the page works out."""

from datetime import date

from catalogue.model import Policy, Version
from catalogue.results import Outcome, ResultCounts
from catalogue.window import Window, parse_instant
from publisher.search import facets_of
from publisher.search.facets import Facets, facet_columns

TEXT = Version("v1", "", None, "a/v1/clauses.json", "")
OPENS, CLOSES = parse_instant("2018-07-12T00:00+08:00"), parse_instant("2018-07-19T00:00Z")
WINDOW = Window("w1", "v1", OPENS, CLOSES)
OUTCOME = Outcome("a", date(2018, 7, 30), ResultCounts(0, 0, 0, 0))


def test_the_facts_are_those_of_the_policy() -> None:
    day = date(2018, 7, 12)
    policy = Policy("a", "甲", "document", issuer="市财政局", written_on=day, versions=(TEXT,))
    assert facets_of(policy) == Facets("document", "市财政局", year="2018", title="甲")


def test_only_a_consultation_has_a_state() -> None:
    assert facets_of(Policy("a", "甲", "news", versions=(TEXT,), windows=(WINDOW,))).windows == ()
    asked = facets_of(Policy("a", "甲", "consultation", versions=(TEXT,), windows=(WINDOW,)))
    assert asked.windows == ((OPENS, CLOSES),)


def test_a_window_that_is_answered_is_none_of_the_state() -> None:
    policy = Policy("a", "甲", "consultation", versions=(TEXT,), windows=(WINDOW,), outcome=OUTCOME)
    assert facets_of(policy) == Facets("consultation", answered=True, title="甲")


def test_each_value_stands_once_and_instants_by_policy() -> None:
    open_one = Facets("consultation", windows=((OPENS, CLOSES),), issued_on=date(2018, 8, 1))
    columns = facet_columns([Facets("news"), open_one, Facets("news", answered=True)])
    assert columns["facets"]["kind"] == {"names": ["consultation", "news"], "of": [1, 0, 1]}
    assert columns["windows"] == {"1": [["2018-07-12T00:00:00+08:00", "2018-07-19T08:00:00+08:00"]]}
    assert columns["issued"] == {"1": "2018-08-01T00:00:00+08:00"}
    assert columns["answered"] == [2]

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalogue.codec import (
    dump_catalogue,
    dump_clauses,
    load_catalogue,
    load_clauses,
    load_results,
    schema_text,
)
from catalogue.errors import CatalogueError
from catalogue.model import (
    CATALOGUE_SCHEMA,
    CLAUSES_SCHEMA,
    KINDS,
    Attachment,
    Catalogue,
    Channel,
    Clause,
    ClauseChange,
    ClauseSet,
    CoverLine,
    Link,
    Policy,
    Site,
    Version,
)
from catalogue.results import Outcome
from catalogue.window import Window, WindowChange
from tests.worlds.outcomes import COUNTS

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FULL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
DAY = st.dates(date(1900, 1, 1), date(2999, 12, 31))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-9))])
# The contract writes milliseconds; what is finer is not kept.
MOMENT = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
AWARE = st.builds(lambda at, zone: at.replace(tzinfo=zone), MOMENT, ZONES)
ID = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
VERSION_ID = st.from_regex(r"v[1-9][0-9]{0,3}", fullmatch=True)
DIGEST = st.from_regex(r"sha256:[0-9a-f]{64}", fullmatch=True)
PATH = st.from_regex(r"[a-z0-9]{1,5}/v1/clauses\.json", fullmatch=True)

VERSIONS = st.builds(
    Version, VERSION_ID, TEXT, st.none() | DAY, PATH, DIGEST, issued_on=st.none() | DAY
)
CHANGES = st.builds(WindowChange, AWARE, AWARE, AWARE, TEXT)
HISTORY = st.tuples(CHANGES) | st.just(())


def one_after_another(edges: list[datetime], texts: list[str]) -> tuple[Window, ...]:
    pairs = zip(edges[::2], edges[1::2], texts, strict=False)
    return tuple(
        Window(f"w{number}", f"v{number}", opens, closes, text)
        for number, (opens, closes, text) in enumerate(pairs, start=1)
    )


# A catalogue whose windows overlap, or that has two things of one id, is refused.
WINDOWS = st.builds(
    one_after_another,
    st.lists(AWARE, max_size=4, unique_by=lambda at: at.timestamp()).map(sorted),
    st.lists(TEXT, min_size=2, max_size=2),
)
WITH_HISTORY = st.builds(
    lambda windows, history: tuple(replace(each, history=history) for each in windows),
    WINDOWS,
    HISTORY,
)
OUTCOMES = st.builds(Outcome, ID, DAY, COUNTS)
POLICIES = st.builds(
    Policy,
    id=ID,
    title=FULL,
    kind=st.sampled_from(KINDS),
    index_no=TEXT,
    written_on=st.none() | DAY,
    issued_on=st.none() | DAY | MOMENT | AWARE,
    doc_no=st.none() | TEXT,
    channels=st.lists(
        st.builds(Channel, st.sampled_from(["web", "letter"]), TEXT, TEXT), max_size=2
    ).map(tuple),
    attachments=st.lists(st.builds(Attachment, TEXT, TEXT), max_size=2).map(tuple),
    links=st.lists(
        st.builds(Link, st.sampled_from(["interprets", "replies"]), ID, st.tuples(TEXT)), max_size=2
    ).map(tuple),
    versions=st.lists(VERSIONS, min_size=1, max_size=2, unique_by=lambda each: each.id).map(tuple),
    windows=WITH_HISTORY,
    outcome=st.none() | OUTCOMES,
)
CATALOGUES = st.builds(
    Catalogue,
    AWARE,
    st.builds(Site, TEXT, TEXT, st.integers(1, 366)),
    st.lists(POLICIES, max_size=2, unique_by=lambda each: each.id).map(tuple),
)
CLAUSES = st.builds(
    Clause,
    eid=FULL,
    wid=VERSION_ID.map(lambda version: f"{version}.para_1"),
    parent=st.none() | TEXT,
    kind=TEXT,
    number=TEXT,
    heading=TEXT,
    text=TEXT,
    citation=TEXT,
    digest=DIGEST,
    line=st.integers(1),
)
CARRIES = st.builds(
    ClauseChange,
    TEXT,
    st.none() | TEXT,
    st.none() | TEXT,
    st.sampled_from(["unchanged", "renumbered", "moved", "edited", "deleted", "new"]),
    st.none() | st.floats(0, 1),
)
SETS = st.builds(
    ClauseSet,
    ID,
    VERSION_ID,
    st.lists(CLAUSES, max_size=3).map(tuple),
    st.lists(CARRIES, max_size=2).map(tuple),
    st.lists(
        st.builds(CoverLine, st.integers(1), st.sampled_from(["title", "closing"]), TEXT),
        max_size=2,
    ).map(tuple),
)
VALIDATORS = {
    schema: Draft202012Validator(json.loads(schema_text(schema)))
    for schema in (CATALOGUE_SCHEMA, CLAUSES_SCHEMA)
}


def fits(schema: str, text: str) -> None:
    VALIDATORS[schema].validate(json.loads(text))


@given(CATALOGUES)
def test_a_catalogue_reads_back_and_fits_its_schema(catalogue: Catalogue) -> None:
    text = dump_catalogue(catalogue)
    assert load_catalogue(text) == catalogue
    fits(CATALOGUE_SCHEMA, text)


@given(SETS)
def test_clauses_read_back_and_fit_their_schema(clauses: ClauseSet) -> None:
    text = dump_clauses(clauses)
    assert load_clauses(text) == clauses
    fits(CLAUSES_SCHEMA, text)


@given(CATALOGUES, st.integers(0, 10_000), st.characters(exclude_categories=["Cs"]))
def test_a_damaged_catalogue_is_read_or_refused_but_breaks_nothing(
    catalogue: Catalogue, at: int, char: str
) -> None:
    text = dump_catalogue(catalogue)
    at %= len(text)
    with suppress(CatalogueError):
        load_catalogue(text[:at] + char + text[at + 1 :])


@given(st.recursive(st.none() | st.booleans() | st.integers() | TEXT, st.lists))
def test_any_other_json_is_refused(data: object) -> None:
    for load in (load_catalogue, load_clauses, load_results):
        with pytest.raises(CatalogueError):
            load(json.dumps(data))

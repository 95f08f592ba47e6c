import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalogue.checks.figures import find_faults
from catalogue.codec import dump_results, load_results, schema_text
from catalogue.errors import CatalogueError
from catalogue.results import RESULTS_SCHEMA, Results
from tests.worlds.outcomes import RESULTS

SCHEMA = Draft202012Validator(json.loads(schema_text(RESULTS_SCHEMA)))


@given(RESULTS)
def test_an_outcome_reads_back_and_fits_its_schema(results: Results) -> None:
    text = dump_results(results)
    assert load_results(text) == results
    SCHEMA.validate(json.loads(text))


@given(RESULTS)
def test_whatever_disagrees_is_named_at_a_place_of_the_file(results: Results) -> None:
    data = json.loads(dump_results(results))
    for fault in find_faults(results):
        assert fault.place[0] in data
        assert fault.text


@given(RESULTS, st.integers(0, 10_000), st.characters(exclude_categories=["Cs"]))
def test_a_damaged_outcome_is_read_or_refused_but_breaks_nothing(
    results: Results, at: int, char: str
) -> None:
    text = dump_results(results)
    at %= len(text)
    with suppress(CatalogueError):
        load_results(text[:at] + char + text[at + 1 :])

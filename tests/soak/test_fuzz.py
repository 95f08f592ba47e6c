"""Long fuzzing: no text breaks the reader, no body breaks the service."""

import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.clauses import name_clauses, read_text
from publisher.importers.compose_draft import ImportRequest, compose_draft
from publisher.problems import Problems
from tests.conftest import World
from tests.properties.test_publisher_reader import lines_as_placed, visible
from tests.unit.publisher.importers.test_word_constructs import IN_THE_TEXT, NAMED
from tests.worlds.mutated_files import mutated_pages, mutated_word_files

pytestmark = pytest.mark.soak
_LONG = os.environ.get("YANLU_SOAK") == "long"

_OPENINGS = [
    "一、",
    "（一）",
    "(二)",
    "1.",
    "1、",
    "2．",
    "（1）",
    "——",
    "#",
    "##",
    "第三条",
    "①",
    "1）",
    "附件",
]
_BLANKS = ["\n", "\n\n", " ", "\u3000", "\u2002", "\u200b", "- ", "# ", "## "]
_REST = ["。", "；", "：", "项", "至", "正文", "二〇一八年七月十二日"]
_PIECES = st.sampled_from([*_OPENINGS, *_BLANKS, *_REST])
_TEXTS = st.lists(
    st.one_of(_PIECES, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4)),
    max_size=60,
).map("".join)


@settings(max_examples=10_000 if _LONG else 1_000, deadline=None)
@given(_TEXTS)
def test_the_reader_takes_any_text_and_loses_none_of_it(text: str) -> None:
    found = name_clauses("p", "v1", read_text(text, Path("v1.md"), Problems()))
    seen: set[str | None] = {None}
    placed: dict[int, str] = {}
    for clause in found.clauses:
        assert clause.parent in seen
        assert clause.eid not in seen
        seen.add(clause.eid)
        words = visible(clause.number + clause.heading + clause.text)
        placed[clause.line] = placed.get(clause.line, "") + words
    for line in found.cover:
        placed[line.line] = placed.get(line.line, "") + visible(line.text)
    lines = lines_as_placed(text, found, placed)
    assert {number: words for number, words in placed.items() if words} == lines


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
_FIELDS = ["policy", "version", "participant", "name", "phone", "email", "place", "uscc"]
_FIELDS += ["organisation", "consent_notice", "comments", "idempotency_key", "challenge"]


@pytest.fixture
def fuzzed(world: World) -> FlaskClient:
    # One citizen sends every body.
    return world.client(YANLU_RATE_LIMIT="off")


@settings(
    max_examples=3_000 if _LONG else 300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=st.dictionaries(st.sampled_from(_FIELDS), _JSON, min_size=1, max_size=4))
def test_no_body_breaks_the_service(
    world: World, fuzzed: FlaskClient, changes: dict[str, Any]
) -> None:
    body = json.dumps(world.citizen(**changes))
    answer = fuzzed.post("/api/v1/submissions", data=body, content_type="application/json")
    assert answer.status_code in (201, 400, 404, 409, 413, 422)
    if answer.status_code != 201:
        assert answer.get_json()["code"]


_PAGE = (
    "<html><head><title>甲</title></head><body><h1>办法</h1><table><tr><td rowspan=2>甲</td>"
    "<td colspan=3>乙</td></tr></table><ol start=3><li value=7>丙<ul><li>丁</ul></ol><p style="
    "'text-align:center;font-family:Wingdings'>þ<sup>2<sub>3</sub></sup><s>五十</s><u>&nbsp;</u>"
    "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math><input type=checkbox checked><pre>一\n二</pre>"
)


def test_no_spoilt_word_file_or_page_breaks_the_importer(tmp_path: Path) -> None:
    chance, count = random.Random(1115), 2_000 if _LONG else 200
    contents = [content for _, content, _ in [*IN_THE_TEXT, *NAMED]]
    files = [("a.docx", each) for each in mutated_word_files(chance, contents, count)]
    files += [("a.html", each) for each in mutated_pages(chance, [_PAGE], count)]
    taken = 0
    for name, raw in files:
        (tmp_path / name).write_bytes(raw)
        problems = Problems()
        draft = compose_draft(ImportRequest(tmp_path / name), problems)
        assert (draft is None) == bool(problems.errors)
        taken += draft is not None
        if draft:
            assert not re.search("[\ufdd0-\ufdd3]", "".join(draft.files.values()))
            assert yaml.safe_load(draft.files["repairs.yml"])["source"] == name
    assert taken > count

"""Outcomes of consultations in tests: a small one that agrees with itself, and any at all."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from catalogue.results import (
    Correction,
    Disposition,
    Partition,
    Reconciliation,
    ResultCounts,
    ResultGroup,
    ResultRound,
    ResultRow,
    Results,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBER = st.integers(0, 10**9)
KNOWN = st.none() | NUMBER
COUNTS = st.builds(ResultCounts, *[NUMBER] * 10, *[KNOWN] * 6)
ROWS = st.builds(
    ResultRow,
    clause=st.none() | TEXT,
    citation=TEXT,
    masked_name=TEXT,
    text=TEXT,
    disposition=st.sampled_from(Disposition),
    reason=TEXT,
    summarised=st.booleans(),
    to_wid=st.none() | TEXT,
    later=TEXT,
    group=TEXT,
    leaf=KNOWN,
    withheld=TEXT,
    to_version=st.sampled_from(["", "v1", "v2"]),
    to_citation=TEXT,
    forthcoming=st.booleans(),
    corrections=st.lists(
        st.builds(Correction, st.dates(date(1900, 1, 1)), st.sampled_from(Disposition), TEXT),
        max_size=2,
    ).map(tuple),
)
PARTITIONS = st.builds(
    Partition, *[NUMBER] * 7, st.dictionaries(TEXT, NUMBER, max_size=2), NUMBER, NUMBER
)
RESULTS = st.builds(
    Results,
    policy=st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
    published_on=st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    counts=COUNTS,
    title=TEXT,
    statement=st.lists(TEXT, max_size=2).map(tuple),
    versions=st.lists(st.sampled_from(["v1", "v2"]), max_size=2).map(tuple),
    windows=st.lists(TEXT, max_size=2).map(tuple),
    groups=st.lists(
        st.builds(ResultGroup, st.text(min_size=1, max_size=3), TEXT, TEXT), max_size=2
    ).map(tuple),
    rows=st.lists(ROWS, max_size=3).map(tuple),
    reconciliation=st.none() | st.builds(Reconciliation, PARTITIONS, st.none() | PARTITIONS),
    rounds=st.lists(
        st.builds(ResultRound, st.text(min_size=1, max_size=3), NUMBER, KNOWN), max_size=2
    ).map(tuple),
)


def row(disposition: Disposition = Disposition.ADOPTED, **changes: Any) -> ResultRow:
    """Return a comment on the first part, with a reason where one is needed."""
    reason = "" if disposition is Disposition.ADOPTED else "理由如下。"
    made = ResultRow("v1.part_1", "第一部分", "朱**", "建议降低门槛。", disposition, reason)
    return replace(made, **changes)


THREE = Results(
    policy="a",
    published_on=date(2018, 8, 1),
    counts=ResultCounts(
        comments=5, adopted=2, partly_adopted=0, not_adopted=1, petition=1, withdrawn=1,
        valid=3, submissions=4, participants=3, departments=1, department_comments=1,
    ),
    versions=("v1",),
    rows=(row(), row(withheld="commercial_secret", text=""), row(Disposition.NOT_ADOPTED)),
    reconciliation=Reconciliation(
        Partition(5, 1, 0, 1, 0, 1, 2, {"commercial_secret": 1}),
        Partition(4, 1, 0, 1, 0, 0, 2),
    ),
)  # fmt: skip
"""Five came in: two adopted (one of them withheld), one not, one a petition, one withdrawn."""

import pytest

from tests.unit.publisher.checks.conftest import Found, consultation, text

DECISION = "procedure: 重大行政决策\n"
RULE = "rule=rule.publish_decision"


def without(files: dict[str, str], name: str) -> dict[str, str]:
    return {path: content for path, content in files.items() if path != name}


def test_a_consultation_that_lacks_nothing_has_no_fault(found: Found) -> None:
    assert found(consultation(more=DECISION)) == [
        "a/policy.yml:6: K015.due window=w1 closed=2026-02-27 due=2026-03-30"
    ]


def test_a_plain_document_needs_no_explanation(found: Found) -> None:
    assert found(text("一、总则\n")) == []


def test_a_consultation_without_an_explanation_is_named(found: Found) -> None:
    files = without(consultation(closes="2026-03-31", more=DECISION), "a/explanation.md")
    assert found(files) == [f"a/policy.yml:5: K005.no_explanation {RULE}"]


def test_an_attachment_may_be_the_explanation(found: Found) -> None:
    more = "attachments: [{title: 起草说明, file: e.pdf}]\n"
    files = without(consultation(closes="2026-03-31", more=more), "a/explanation.md")
    assert found({**files, "a/e.pdf": "%PDF-1.4"}) == []


def test_another_document_may_explain(found: Found) -> None:
    files = without(consultation(closes="2026-03-31"), "a/explanation.md")
    explaining = {
        "b/policy.yml": "title: 乙\nlinks: [{rel: explains, to: a}]\n",
        "b/v1.md": "说明如下。\n",
    }
    assert found({**files, **explaining}) == []
    other = {**explaining, "b/policy.yml": "title: 乙\nlinks: [{rel: replies, to: a}]\n"}
    assert [fault.split()[1] for fault in found({**files, **other})] == ["K005.no_explanation"]


def test_a_consultation_without_a_channel_is_named(found: Found) -> None:
    files = consultation(closes="2026-03-31", more=DECISION)
    files["a/policy.yml"] = files["a/policy.yml"].replace(
        "channels: [{kind: email, to: yj@example.org}]\n", ""
    )
    assert found(files) == [f"a/policy.yml:4: K006.no_channel {RULE}"]


def test_what_no_rule_asked_for_then_is_a_note(found: Found) -> None:
    files = without(consultation("2018-07-12", "2018-08-31", DECISION), "a/explanation.md")
    assert found(files, now="2018-07-15T10:00:00+08:00") == ["a/policy.yml:5: K010.no_explanation"]


@pytest.mark.parametrize(
    ("published", "reason", "told"),
    [
        ("2026-01-05", "", []),
        ("2026-01-28", "", []),
        ("2026-01-29", "", ["K008.late window=w1 opens=2026-01-05 published=2026-01-29"]),
        ("2026-01-29", ", shortened_reason: 应急", []),
        # Put on the site when all was over: it was read elsewhere.
        ("2026-03-02", "", []),
    ],
)
def test_the_days_on_which_nobody_could_read_the_text_do_not_count(
    found: Found, published: str, reason: str, told: list[str]
) -> None:
    more = DECISION + f"versions: [{{id: v1, published_on: {published}}}]\n"
    lines = found(consultation(more=more, window=reason), now="2026-02-01T09:00:00+08:00")
    late = [line.partition(": ")[2] for line in lines if "K008" in line]
    assert late == [f"{each} {RULE}" for each in told]


def test_a_consultation_without_a_window_has_no_period(found: Found) -> None:
    files = consultation()
    yml = files["a/policy.yml"].partition("windows:")[0]
    assert found({**files, "a/policy.yml": yml}) == ["a/policy.yml:2: K007.no_window"]


@pytest.mark.parametrize(
    ("closes", "fault"),
    [
        ("2026-02-04", None),
        ("2026-02-03", "count=29 counted=30 least=30"),
        ("2026-01-12", "count=7 counted=8 least=30"),
    ],
)
def test_thirty_days_are_counted_without_the_first(
    found: Found, closes: str, fault: str | None
) -> None:
    files = consultation("2026-01-05", closes, DECISION)
    expected = [f"a/policy.yml:6: K008.short window=w1 {RULE} {fault}"] if fault else []
    assert found(files, now="2026-01-06T10:00:00+08:00") == expected


def test_a_reason_excuses_a_shorter_window(found: Found) -> None:
    files = consultation("2026-01-05", "2026-01-12", DECISION, ", shortened_reason: 应急处置需要")
    assert found(files, now="2026-01-06T10:00:00+08:00") == []


def test_a_blank_is_no_reason(found: Found) -> None:
    files = consultation("2026-01-05", "2026-01-12", DECISION, ", shortened_reason: ' '")
    assert [fault.split()[1] for fault in found(files, now="2026-01-06T10:00:00+08:00")] == [
        "K008.short"
    ]


@pytest.mark.parametrize(
    ("procedure", "opens", "closes", "code"),
    [
        ("行政规范性文件", "2018-07-12", "2018-07-18", "K009.short"),
        ("行政规范性文件", "2019-12-31", "2020-01-10", "K009.short"),
        ("行政规范性文件", "2020-01-02", "2020-01-10", "K008.short"),
        ("重大行政决策", "2019-08-30", "2019-09-10", "K009.short"),
        ("重大行政决策", "2019-09-02", "2019-09-10", "K008.short"),
        ("其他", "2026-01-05", "2026-01-12", "K009.short"),
        ("''", "2026-01-05", "2026-01-12", "K008.short"),
        ("''", "2018-07-12", "2018-07-18", "K009.short"),
    ],
)
def test_a_rule_applies_by_procedure_and_the_day_of_opening(
    found: Found, procedure: str, opens: str, closes: str, code: str
) -> None:
    files = consultation(opens, closes, f"procedure: {procedure}\n")
    assert [fault.split()[1] for fault in found(files, now=f"{opens}T10:00:00+08:00")] == [code]


def test_a_last_day_that_is_a_holiday_is_named(found: Found) -> None:
    files = consultation("2020-08-03", "2020-10-05")
    assert found(files, now="2020-08-04T10:00:00+08:00") == [
        "a/policy.yml:6: K011.holiday window=w1 day=2020-10-05 moved=2020-10-09"
    ]


def test_a_sunday_that_is_worked_is_no_holiday(found: Found) -> None:
    assert found(consultation("2020-08-03", "2020-09-27"), now="2020-08-04T10:00:00+08:00") == []


def test_a_year_whose_holidays_are_not_announced_is_provisional(found: Found) -> None:
    assert found(consultation("2031-01-02", "2031-03-03"), now="2031-01-03T10:00:00+08:00") == [
        "a/policy.yml:6: K012.unknown_year window=w1 year=2031 day=2031-03-03"
    ]


def test_each_window_is_named_at_its_own_line(found: Found) -> None:
    earlier = "  - {id: w0, version: v1, opens: 2025-11-03, closes: 2025-11-07}\n"
    faults = found(consultation("2026-01-05", "2026-01-12", earlier), now="2025-11-04T08:00:00Z")
    assert [" ".join(fault.split()[:3]) for fault in faults] == [
        "a/policy.yml:6: K008.short window=w1",
        "a/policy.yml:7: K008.short window=w0",
    ]

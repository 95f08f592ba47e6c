from datetime import UTC, date, datetime

import pytest

from tests.unit.publisher.conftest import Faults, Read

TEXT = {"a/v1.md": "正文。\n"}
WINDOW = "title: 甲\nwindows:\n  - {{id: w1, version: v1, opens: {0}, closes: {1}}}\n"


def test_an_index_number_stays_as_it_is_written(read: Read) -> None:
    policy = read({"a/policy.yml": "title: 甲\nindex_no: 011071002\n", **TEXT}).policy
    assert policy.index_no == "011071002"


@pytest.mark.parametrize("value", ["no", "1e3", "2018-07-12", "0x10", "~", "null", "true", "1_000"])
def test_nothing_that_looks_like_another_type_is_made_one(read: Read, value: str) -> None:
    policy = read({"a/policy.yml": f"title: {value}\nissuer: {value}\n", **TEXT}).policy
    assert (policy.title, policy.issuer) == (value, value)


def test_an_empty_number_of_the_document_is_not_a_missing_one(read: Read) -> None:
    with_field = read({"a/policy.yml": 'title: 甲\ndoc_no: ""\n', **TEXT})
    assert with_field.policy.doc_no == ""


def test_a_document_without_the_field_has_no_number(read: Read) -> None:
    assert read({"a/policy.yml": "title: 甲\n", **TEXT}).policy.doc_no is None


@pytest.mark.parametrize("escape", [r"\ud800", r"\u0000", r"\a", r"\u202e"])
def test_a_control_character_written_as_an_escape_is_named(faults: Faults, escape: str) -> None:
    (found,) = faults({"a/policy.yml": f'kind: news\ntitle: "甲{escape}"\n', **TEXT})
    assert found.startswith("a/policy.yml:2: Y001.control_character character=U+")


def test_a_document_is_issued_at_an_hour_or_on_a_day(read: Read) -> None:
    policy = read({"a/policy.yml": "title: 甲\nissued_on: 2018-07-12 08:30:00\n", **TEXT}).policy
    assert policy.issued_on == datetime(2018, 7, 12, 8, 30)  # noqa: DTZ001 - as the header says it


def test_a_day_is_a_day(read: Read) -> None:
    policy = read({"a/policy.yml": "title: 甲\nissued_on: 2018-07-12\n", **TEXT}).policy
    assert policy.issued_on == date(2018, 7, 12)
    assert not isinstance(policy.issued_on, datetime)


def test_a_window_of_days_runs_from_0_to_24_hours_in_beijing(read: Read) -> None:
    source = read({"a/policy.yml": WINDOW.format("2018-07-12", "2018-07-18"), **TEXT})
    (window,) = source.policy.windows
    assert window.opens_at == datetime(2018, 7, 11, 16, tzinfo=UTC)
    assert window.closes_at == datetime(2018, 7, 18, 16, tzinfo=UTC)


def test_a_window_of_instants_is_taken_as_it_stands(read: Read) -> None:
    text = WINDOW.format("2018-07-12T08:30:00", "2018-07-18T17:00:00+00:00")
    (window,) = read({"a/policy.yml": text, **TEXT}).policy.windows
    assert window.opens_at == datetime(2018, 7, 12, 0, 30, tzinfo=UTC)
    assert window.closes_at == datetime(2018, 7, 18, 17, tzinfo=UTC)


def test_a_window_of_one_day_is_open_that_day(read: Read) -> None:
    (window,) = read(
        {"a/policy.yml": WINDOW.format("2018-07-12", "2018-07-12"), **TEXT}
    ).policy.windows
    assert window.first_day == window.last_day == date(2018, 7, 12)


def test_windows_that_touch_do_not_overlap(read: Read) -> None:
    text = WINDOW.format("2018-07-12", "2018-07-18")
    second = "  - {id: w2, version: v1, opens: 2018-07-19, closes: 2018-07-20}\n"
    assert len(read({"a/policy.yml": text + second, **TEXT}).policy.windows) == 2


def test_windows_are_kept_in_the_order_of_time(read: Read) -> None:
    text = WINDOW.format("2018-07-12", "2018-07-18")
    second = "  - {id: w0, version: v1, opens: 2018-07-01, closes: 2018-07-02}\n"
    windows = read({"a/policy.yml": text + second, **TEXT}).policy.windows
    assert [window.id for window in windows] == ["w0", "w1"]


def test_the_history_of_a_window_has_the_same_kinds_of_dates(read: Read) -> None:
    text = (
        "title: 甲\nwindows:\n  - id: w1\n    version: v1\n    opens: 2018-07-12\n"
        "    closes: 2018-07-20\n    history:\n"
        "      - {at: 2018-07-15, opens: 2018-07-12, closes: 2018-07-18, reason: 延期}\n"
    )
    (change,) = read({"a/policy.yml": text, **TEXT}).policy.windows[0].history
    assert change.at == datetime(2018, 7, 14, 16, tzinfo=UTC)
    assert change.closes_at == datetime(2018, 7, 18, 16, tzinfo=UTC)


@pytest.mark.parametrize("closes", ["9999-12-31", "0018-07-18", "9999-12-31T23:59:59"])
def test_a_year_that_is_a_slip_of_the_pen_is_a_fault(faults: Faults, closes: str) -> None:
    (fault,) = faults({"a/policy.yml": WINDOW.format("2018-07-12", closes), **TEXT})
    assert fault.startswith("a/policy.yml:3: Y004.moment key=windows.0.closes")


def test_a_channel_has_a_postcode_of_six_digits(faults: Faults) -> None:
    channels = "channels: [{kind: letter, to: 柳林路15号, postcode: 4420}]\n"
    (fault,) = faults({"a/policy.yml": "title: 甲\n" + channels, **TEXT})
    assert fault.startswith("a/policy.yml:2: Y004.postcode key=channels.0.postcode")


@pytest.mark.parametrize(
    ("said", "asked"),
    [("", False), ("ask_uscc: true\n", True), ("要统一社会信用代码: 否\n", False)],
)
def test_a_policy_may_ask_bodies_for_their_code(read: Read, said: str, *, asked: bool) -> None:
    policy = read({"a/policy.yml": f"title: 甲\n{said}", **TEXT}).policy
    assert policy.ask_uscc is asked


def test_whether_a_code_is_asked_for_is_true_or_false(faults: Faults) -> None:
    (fault,) = faults({"a/policy.yml": "title: 甲\nask_uscc: maybe\n", **TEXT})
    assert fault.startswith("a/policy.yml:2: Y004.choice key=ask_uscc")


def test_versions_are_read_in_the_order_of_their_numbers(read: Read) -> None:
    listed = "title: 甲\nversions: [{id: v10}, {id: v2}, {id: v1, label: 送审稿}]\n"
    texts = {f"a/v{number}.md": "正文。\n" for number in (1, 2, 10)}
    versions = read({"a/policy.yml": listed, **texts}).versions
    assert [(version.id, version.label) for version in versions] == [
        ("v1", "送审稿"),
        ("v2", ""),
        ("v10", ""),
    ]


def test_hidden_files_are_passed_over(faults: Faults) -> None:
    hidden = {".DS_Store": "x", "a/.v1.md.swp": "x"}
    assert faults({"a/policy.yml": "title: 甲\n", **TEXT, **hidden}) == []


def test_a_version_may_be_the_text_as_it_was_issued(read: Read) -> None:
    listed = "versions:\n  - {id: v1, published_on: 2018-07-12, issued_on: 2018-08-20}\n"
    (version,) = read({"a/policy.yml": f"title: 甲\n{listed}", **TEXT}).versions
    assert version.issued_on == date(2018, 8, 20)

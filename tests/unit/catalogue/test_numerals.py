import pytest

from catalogue.numerals import from_chinese, to_chinese


def test_every_number_reads_back() -> None:
    assert all(from_chinese(to_chinese(number)) == number for number in range(1, 10_000))


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
     (1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_numbers_are_written_as_in_headings(number: int, written: str) -> None:
    assert to_chinese(number) == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_out_of_range_is_not_written(number: int) -> None:
    with pytest.raises(ValueError, match="not between 1 and 9999"):
        to_chinese(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一十二", 12),
        ("一百十二", 112),
        ("一百〇一", 101),
        ("一百○一", 101),
        ("12", 12),
        ("１２", 12),
    ],
)
def test_other_ways_to_write_a_number_are_read(text: str, number: int) -> None:
    assert from_chinese(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "零", "0", "00", "十十", "二三", "二三十", "十百", "十二三", "零十", "十零", "一百百",
     "一零零", "百", "两", "壹", "-1", "+1", " 1", "1_0", "12345", "1.5", "九千九百九十九十"],
)  # fmt: skip
def test_what_makes_no_number_is_none(text: str) -> None:
    assert from_chinese(text) is None

import re
from datetime import date

import pytest
from stdnum.iso7064 import mod_11_10

from comments_service.domain.comments import receipt_number
from comments_service.domain.comments.receipt_number import (
    make_query_code,
    normalise,
    read_copied,
    same_query_code,
)


def test_a_number_begins_with_the_day_and_ends_with_a_check_digit() -> None:
    number = receipt_number.make(date(2018, 7, 15))
    assert re.fullmatch(r"20180715-\d{4}-\d{4}-\d", number)
    assert normalise(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "20180715-2546-2499-1",
        "20180715254624991",
        " 20180715 2546 2499 1 ",
        "２０１８０７１５－２５４６－２４９９－１",
        "20180715–2546—2499‑1",
        "20180715\u30002546\t2499\n1",
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert normalise(typed) == "20180715-2546-2499-1"


@pytest.mark.parametrize(
    "typed",
    ["", "20180715-2546-2499-2", "2018071525462499", "20180715-2546-2499-11", "abc", "²" * 17],
)
def test_what_is_no_number_is_told(typed: str) -> None:
    assert normalise(typed) is None


def test_ninety_seven_of_a_hundred_swaps_of_neighbours_are_found() -> None:
    swaps = found = 0
    for number in range(0, 10**8, 97_003):
        body = f"20180715{number:08}"
        digits = body + mod_11_10.calc_check_digit(body)
        for place in range(8, 16):
            first, second = digits[place], digits[place + 1]
            swapped = digits[:place] + second + first + digits[place + 2 :]
            swaps += first != second
            found += first != second and normalise(swapped) is None
    assert found / swaps > 0.97


def test_a_query_code_is_twelve_digits_in_groups_of_four() -> None:
    codes = {make_query_code() for _ in range(50)}
    assert all(re.fullmatch(r"\d{4} \d{4} \d{4}", code) for code in codes)
    assert len(codes) == 50


@pytest.mark.parametrize("given", ["123456789012", "1234-5678-9012", "１２３４ ５６７８ ９０１２"])
def test_a_query_code_is_read_as_people_type_it(given: str) -> None:
    assert same_query_code(given, "1234 5678 9012")


@pytest.mark.parametrize("given", ["", "123456789013", "12345678901", "十二"])
def test_another_code_is_another(given: str) -> None:
    assert not same_query_code(given, "1234 5678 9012")


NUMBER, CODE = "20180715-2546-2499-1", "1234 5678 9012"


@pytest.mark.parametrize(
    ("copied", "number", "code"),
    [
        (
            f"文件：意见(2018-2020)\n回执号：{NUMBER}\n查询码：{CODE}\n登记：2018-07-15",
            NUMBER,
            CODE,
        ),
        (f"文件：意见(2018-2020)回执号：{NUMBER}查询码：{CODE}登记：2018-07-15", NUMBER, CODE),
        (f"Receipt number: {NUMBER}Query code: {CODE}Registered: 2018-07-15", NUMBER, CODE),
        (f"{NUMBER}{CODE}", NUMBER, CODE),
        (f"{CODE} {NUMBER}", NUMBER, CODE),
        (f"https://city.test/receipts/?no={NUMBER}", NUMBER, ""),
        ("２０１８０７１５－２５４６－２４９９－１", NUMBER, ""),
        ("20180715-2546-2499-2", "", ""),
        ("1234-5678-9012", "", "1234-5678-9012"),
        ("13800138000", "", ""),
    ],
)
def test_number_and_code_are_found_in_what_was_copied(copied: str, number: str, code: str) -> None:
    assert read_copied(copied) == (number, code)

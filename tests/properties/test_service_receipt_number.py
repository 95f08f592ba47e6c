from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from comments_service.domain.comments import receipt_number
from comments_service.domain.comments.receipt_number import normalise

DAYS = st.dates(date(2018, 1, 1), date(2199, 12, 31))


@given(DAYS, st.integers(0, 16), st.integers(1, 9))
def test_every_wrong_digit_is_found(day: date, place: int, off: int) -> None:
    digits = receipt_number.make(day).replace("-", "")
    wrong = str((int(digits[place]) + off) % 10)
    assert normalise(digits[:place] + wrong + digits[place + 1 :]) is None


@given(DAYS, st.text(" -–—_.\u3000", max_size=3))
def test_separators_never_matter(day: date, mark: str) -> None:
    number = receipt_number.make(day)
    assert normalise(mark.join(number.replace("-", ""))) == number


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    written = normalise(text)
    assert written is None or normalise(written) == written

"""Dates as officials write them: 2026年4月30日, 2026/4/30, 二〇二六年四月三十日, or by ISO 8601."""

import re
import unicodedata

from catalogue.numerals import from_chinese

CHINESE_YEAR = "[二一][〇○零O一二三四五六七八九]{3}"
CHINESE_DAY = "[一二三四五六七八九十]{1,3}"
_CHINESE = re.compile(rf"({CHINESE_YEAR})年({CHINESE_DAY})月({CHINESE_DAY})日")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_DATE = re.compile(
    r"(?P<year>\d{4})(?:年(?P<month>\d{1,2})月(?P<day>\d{1,2})(?:[日号]|(?!\d))"
    r"|(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d))T?(?P<time>.*)"
)
_HOUR = re.compile(r"(\d{1,2})[时点:](\d{1,2})?分?")


def in_iso_form(written: str) -> str:
    """Return a date or time as ISO 8601 writes it, 2026-04-30T17:30; what is none as it is."""
    text = re.sub(r"(?<=\d) (?=\d)", "T", unicodedata.normalize("NFKC", written).strip())
    found = _DATE.fullmatch(_CHINESE.sub(_arabic, "".join(text.split())))
    if not found:
        return written
    month, day = found["month"] or found["m"], found["day"] or found["d"]
    hour = _HOUR.fullmatch(found["time"])
    seconds = re.sub(r"^(?=\d:)", "0", found["time"])
    time = f"{int(hour[1]):02}:{int(hour[2] or 0):02}" if hour else seconds
    return f"{found['year']}-{int(month):02}-{int(day):02}" + (f"T{time}" if time else "")


def _arabic(day: re.Match[str]) -> str:
    return f"{day[1].translate(_DIGITS)}年{from_chinese(day[2])}月{from_chinese(day[3])}日"

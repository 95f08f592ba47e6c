"""Dates as officials write them: 2026年4月30日, 2026/4/30, 2026.4.30, or by ISO 8601."""

import re
import unicodedata

_DATE = re.compile(
    r"(?P<year>\d{4})(?:年(?P<month>\d{1,2})月(?P<day>\d{1,2})(?:[日号]|(?!\d))"
    r"|(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d))T?(?P<time>.*)"
)
_HOUR = re.compile(r"(\d{1,2})[时点:](\d{1,2})?分?")


def in_iso_form(written: str) -> str:
    """Return a date or time as ISO 8601 writes it, 2026-04-30T17:30; what is none as it is."""
    text = re.sub(r"(?<=\d) (?=\d)", "T", unicodedata.normalize("NFKC", written).strip())
    found = _DATE.fullmatch("".join(text.split()))
    if not found:
        return written
    month, day = found["month"] or found["m"], found["day"] or found["d"]
    hour = _HOUR.fullmatch(found["time"])
    time = f"{int(hour[1]):02}:{int(hour[2] or 0):02}" if hour else found["time"]
    return f"{found['year']}-{int(month):02}-{int(day):02}" + (f"T{time}" if time else "")

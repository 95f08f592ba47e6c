"""Days and moments as documents and portals write them, in the form of ``policy.yml``."""

import re
from datetime import date, datetime

from publisher.clauses.markers import fold_width
from publisher.sources.written_dates import CHINESE_DAY, CHINESE_YEAR, in_iso_form

DAY_FORM = (
    r"(?:(?:19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]"
    rf"|{CHINESE_YEAR}年{CHINESE_DAY}月{CHINESE_DAY}日)"
)
_FIRST_YEAR = 1900
# 20260430 and the like are numbers, not days.
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ONLY_DAY = re.compile(rf"[(（]?{DAY_FORM}[)）]?")


def is_day(text: str) -> bool:
    """Return whether a line is only a day."""
    return bool(_ONLY_DAY.fullmatch(re.sub(r"\s+", "", fold_width(text))))


def read_moment(text: str) -> str | None:
    """Return a day, or a day with its time in Beijing, as ISO 8601; None where it is none."""
    written = in_iso_form(fold_width(text).strip("() "))
    try:
        # Beijing time without an offset, as in policy.yml.
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.year < _FIRST_YEAR or moment.tzinfo or not _ISO.match(written):
        return None
    return moment.isoformat() if "T" in written else written


def read_day(text: str) -> date | None:
    """Return a day without its time; None where it is none."""
    moment = read_moment(text)
    return date.fromisoformat(moment[:10]) if moment else None

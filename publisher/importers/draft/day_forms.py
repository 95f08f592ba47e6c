"""Days and moments as documents and portals write them, in the form of ``policy.yml``."""

import re
from datetime import date, datetime

from catalogue.numerals import from_chinese
from publisher.clauses.markers import fold_width

_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_CHINESE_YEAR = "[二一][〇○零Ｏ一二三四五六七八九]{3}"
_CHINESE_DAY = "[一二三四五六七八九十]{1,3}"
DAY_FORM = (
    r"(?:(?:19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]"
    rf"|{_CHINESE_YEAR}年{_CHINESE_DAY}月{_CHINESE_DAY}日)"
)
_MOMENT = re.compile(
    r"((?:19|20)\d\d) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?[日号]?"
    r"(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_CHINESE = re.compile(rf"({_CHINESE_YEAR})年({_CHINESE_DAY})月({_CHINESE_DAY})日")
_ONLY_DAY = re.compile(rf"[(（]?{DAY_FORM}[)）]?")


def is_day(text: str) -> bool:
    """Return whether a line is only a day."""
    return bool(_ONLY_DAY.fullmatch(re.sub(r"\s+", "", fold_width(text))))


def read_moment(text: str) -> str | None:
    """Return a day, or a day with its time in Beijing, as ISO 8601; None where it is none."""
    folded = fold_width(text).strip("() ")
    if chinese := _CHINESE.fullmatch(folded.replace(" ", "")):
        year = int(chinese[1].translate(_DIGITS))
        parts = [year, from_chinese(chinese[2]) or 0, from_chinese(chinese[3]) or 0, 0, 0, 0]
        timed = False
    elif match := _MOMENT.fullmatch(folded):
        parts = [int(group or 0) for group in match.groups()]
        timed = bool(match[4])
    else:
        return None
    try:
        # Beijing time without an offset, as in policy.yml.
        moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    return moment.isoformat() if timed else moment.date().isoformat()


def read_day(text: str) -> date | None:
    """Return a day without its time; None where it is none."""
    moment = read_moment(text)
    return date.fromisoformat(moment[:10]) if moment else None

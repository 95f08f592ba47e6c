"""How a day, an instant and a window are written on the pages of both halves, in Beijing time.

``translate`` chooses the language. The scripts write the same: ``states/dates.js``, held to
``tests/data/vectors/dates.json``.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from babel.dates import format_date

from catalogue.window import CHINA, Window, WindowChange
from interface.language import CHINESE_WORDS, Translate, is_chinese

_Write = Callable[[date, Translate], str]


def day(value: date, translate: Translate = CHINESE_WORDS) -> str:
    """Return 2018年7月12日."""
    if is_chinese(translate):
        return f"{value.year}年{month_day(value)}"
    return _formatted(value, "y年M月d日", translate)


def month_day(value: date, translate: Translate = CHINESE_WORDS) -> str:
    """Return a day without its year: 7月12日."""
    if is_chinese(translate):
        return f"{value.month}月{value.day}日"
    return _formatted(value, "M月d日", translate)


def _formatted(value: date, pattern: str, translate: Translate) -> str:
    """Write a day by the translation of a pattern (Unicode TR 35)."""
    return format_date(value, translate(pattern), locale="en")


def moment(at: datetime, translate: Translate = CHINESE_WORDS) -> str:
    """Return an instant to the second: 2018年7月15日 10:00:00."""
    local = at.astimezone(CHINA)
    return translate("%(day)s %(clock)s", day=day(local, translate), clock=f"{local:%H:%M:%S}")


def header_date(value: date | datetime, translate: Translate = CHINESE_WORDS) -> str:
    """Return a day, or an instant to the second, as the header of a document has it."""
    local = value.astimezone(CHINA) if isinstance(value, datetime) and value.tzinfo else value
    clock = f" {local:%H:%M:%S}" if isinstance(local, datetime) else ""
    if not is_chinese(translate):
        return day(local, translate) + clock
    return f"{local.year}年{local.month:02}月{local.day:02}日{clock}"


def opens(window: Window | WindowChange, translate: Translate = CHINESE_WORDS) -> str:
    """Return when a window opens, the hour only where it is not midnight."""
    local = window.opens_at.astimezone(CHINA)
    return day(local, translate) if _is_midnight(local) else _minute(local, translate)


def closes(window: Window | WindowChange, translate: Translate = CHINESE_WORDS) -> str:
    """Return when a window closes: midnight is 24时 of the day before (《民法典》第二百零三条)."""
    return _closing(window, translate, day)


def closes_briefly(window: Window | WindowChange, translate: Translate = CHINESE_WORDS) -> str:
    """Return when a window closes without the year: 7月18日24时."""
    return _closing(window, translate, month_day)


def _closing(window: Window | WindowChange, translate: Translate, write: _Write) -> str:
    local = window.closes_at.astimezone(CHINA)
    if _is_midnight(local):
        return translate("%(day)s24时", day=write(local - timedelta(days=1), translate))
    return _minute(local, translate, write)


def period(window: Window | WindowChange, translate: Translate = CHINESE_WORDS) -> str:
    """Return a window from its first to its last moment."""
    return translate(
        "%(first)s至%(last)s", first=opens(window, translate), last=closes(window, translate)
    )


def _is_midnight(local: datetime) -> bool:
    return local == local.replace(hour=0, minute=0, second=0, microsecond=0)


def _minute(local: datetime, translate: Translate, write: _Write = day) -> str:
    clock = f"{local.hour}时{local.minute:02}分" if local.minute else f"{local.hour}时"
    shown = clock if is_chinese(translate) else f"{local:%H:%M}"
    return translate("%(day)s%(clock)s", day=write(local, translate), clock=shown)

"""The language of a page, and how dates, states and refusals are written in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from flask import request

from catalogue.window import CHINA, Window
from comments_service.domain.errors import FieldFault, Refusal
from comments_service.domain.wording import InBoth, Minute
from interface import dates
from interface.language import LANGUAGES, Language, language

CHINESE, ENGLISH = LANGUAGES
_LOST_SPAN = (
    "登记库曾于%(day)s恢复，%(first)s至%(last)s之间登记的意见可能没有保留。"
    "如果您的回执在此期间取得，请重新提交，或凭回执与起草单位联系。"
)


@dataclass(frozen=True, slots=True)
class Locale:
    """Messages, choices and times in one language of the interface."""

    language: Language

    @property
    def is_english(self) -> bool:
        """Whether Chinese texts on the page are in another language than the page."""
        return self.language.tag == ENGLISH

    def translate(self, msgid: str, **values: object) -> str:
        """Return a message in this language, moments and what others say among its values too."""
        return self.language.translate(msgid, **{k: self._value(v) for k, v in values.items()})

    def of(self, fault: Refusal | FieldFault) -> str:
        """Return what a refusal or a fault says."""
        return self.translate(fault.message, **fault.values)

    def choices(self, words: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return values to choose from, each with its words."""
        return [(value, self.translate(each)) for value, each in words.items()]

    def moment(self, at: datetime) -> str:
        """Write an instant to the second in Beijing time: 2018年7月15日 10:00:00."""
        return dates.moment(at, self.translate)

    def lost_span(self, restored: tuple[datetime, datetime]) -> str:
        """Return that comments of a span may be gone, and what to do."""
        lost_from, lost_to = (each.astimezone(CHINA) for each in restored)
        first, last = Minute(lost_from), Minute(lost_to)
        return self.translate(
            _LOST_SPAN, day=dates.day(lost_to, self.translate), first=first, last=last
        )

    def period(self, window: Window) -> str:
        """Write how long a window lasts; an end at midnight is 24时 of the day before."""
        return dates.period(window, self.translate)

    def month_day(self, day: date) -> str:
        """Write a day without its year: 8月17日."""
        return dates.month_day(day, self.translate)

    def file_size(self, size: int) -> str:
        """Write how large a file is: 1.2 MB, 34 KB."""
        return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{-(-size // 1024)} KB"

    def _value(self, value: object) -> object:
        if isinstance(value, InBoth) and self.is_english:
            return value.english
        return self._minute(value) if isinstance(value, Minute) else value

    def _minute(self, at: Minute) -> str:
        return self.translate(
            "%(day)s%(clock)s", day=dates.day(at.day, self.translate), clock=at.clock
        )


def request_locale() -> Locale:
    """Return the page's language: by ``lang``, else by its path or that of the linking page.

    The browser's own languages are never asked for.
    """
    # No id may be "en", so this segment is nowhere else, whatever path the site is under.
    is_english = f"/{ENGLISH}/" in request.path + _linking_path()
    return Locale(language(_asked() or (ENGLISH if is_english else CHINESE)))


def api_locale() -> Locale:
    """Return the language of the words in an answer of the interface: by ``lang`` alone."""
    return Locale(language(_asked() or CHINESE))


def _asked() -> str | None:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def _linking_path() -> str:
    try:
        return urlsplit(request.referrer or "").path
    except ValueError:
        return ""

"""What stands in a cell of the workbook: words for codes, Excel's own dates in Beijing time."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from catalogue.window import CHINA, Window, parse_instant
from comments_service.domain.code_words import WINDOW_STATES
from comments_service.domain.wording import Minute
from comments_service.exports.columns import Column
from look.language import LANGUAGES, Language

CellValue = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class CellValues:
    """The values of an export as one language shows them; what people wrote stays as it is."""

    spoken: Language

    def of(self, column: Column, value: Any) -> CellValue:
        """Return what the cell of a column shows for a value of the JSON edition."""
        if value is None or isinstance(value, bool):
            return None if value is None else self.spoken.say("是" if value else "否")
        if isinstance(value, list | dict):
            return self._many(column, value)
        if value and column.type == "date-time":
            return beijing(value)
        if value and column.type == "date":
            return date.fromisoformat(value)
        if isinstance(value, str):
            return self.spoken.say(column.codes.get(value, "")) or value
        return int(value) if isinstance(value, int) else float(value)

    def version(self, version: dict[str, Any]) -> str:
        """Return a version of the manifest as a line of text."""
        return self.spoken.say("%(id)s %(label)s（%(digest)s）", **version)

    def window(self, window: dict[str, Any], as_of: str) -> str:
        """Return a window of the manifest with its limits and where it stood ``as_of``."""
        opens, closes = parse_instant(window["opens_at"]), parse_instant(window["closes_at"])
        state = Window(window["id"], window["version"], opens, closes).state(parse_instant(as_of))
        return self.spoken.say(
            "%(id)s（%(version)s）：%(first)s至%(last)s，%(state)s",
            id=window["id"],
            version=window["version"],
            first=self.minute(Minute(opens)),
            last=self.minute(Minute(closes, end=True)),
            state=self.spoken.say(WINDOW_STATES[state]),
        )

    def minute(self, at: Minute) -> str:
        """Return a minute as the language writes it."""
        chinese = self.spoken.tag == LANGUAGES[0]
        return str(at) if chinese else f"{at.day:%Y-%m-%d} {at.clock}"

    def _many(self, column: Column, value: list[Any] | dict[str, Any]) -> CellValue:
        if not column.codes or isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        counts = [f"{self.of(column, code)} {count}" for code, count in value.items()]
        return self.spoken.say("，").join(counts) or None


def beijing(instant: str) -> datetime:
    """Return an RFC 3339 instant as the clock in Beijing shows it, without a zone."""
    return parse_instant(instant).astimezone(CHINA).replace(tzinfo=None)

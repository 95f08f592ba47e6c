"""What may stand in ``policy.yml``, in front matter and in ``site.yml``."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from catalogue.window import CHINA, day_end, day_start
from publisher.problems import Problems
from publisher.sources.yaml_text import YamlText

Model = TypeVar("Model", bound=BaseModel)


Day = TypeVar("Day", bound=date)


def _in_our_time(value: Day) -> Day:
    """Refuse years that are slips of the pen; the last ones have no following day."""
    if not 1900 <= value.year <= 2999:
        raise ValueError
    return value


_DAY_FORM = re.compile(r"\d{4}-\d\d-\d\d")
_TIME_FORM = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")


def _written(value: str, form: re.Pattern[str]) -> str:
    """Hold a date to one form: 20180701 and 2018-W01-1 are dates to ISO 8601, not to readers."""
    if not form.fullmatch(value):
        raise ValueError(value)
    return value


def day_of(value: str) -> date:
    """Read a day; ``ValueError`` with words for the drafter where it is none."""
    try:
        return _in_our_time(date.fromisoformat(_written(value, _DAY_FORM)))
    except (TypeError, ValueError):
        message = "not a date such as 2018-07-12"
        raise ValueError(message) from None


def _day_or_none(value: str) -> date | None:
    return day_of(value) if value else None


OptionalDay = Annotated[date | None, BeforeValidator(_day_or_none)]


def _moment(value: str) -> date | datetime:
    try:
        if "T" in value or " " in value:
            return _in_our_time(datetime.fromisoformat(_written(value, _TIME_FORM)))
        return day_of(value)
    except (TypeError, ValueError):
        message = "not a date such as 2018-07-12 or a time such as 2018-07-12T08:30:00"
        raise ValueError(message) from None


def _moment_or_none(value: str) -> date | datetime | None:
    return _moment(value) if value else None


def _one_line(value: str) -> str:
    if not value.strip() or any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in value):
        message = "must be one line with words in it"
        raise ValueError(message)
    return value


Text = Annotated[str, Field(max_length=2000)]
Line = Annotated[str, AfterValidator(_one_line), Field(max_length=500)]
Moment = Annotated[date | datetime, BeforeValidator(_moment)]


class _SourcePart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ChannelEntry(_SourcePart):
    """One entry of ``channels``."""

    kind: Literal[
        "web", "letter", "fax", "email", "phone", "meeting", "counter", "official_letter",
        "questionnaire", "visit", "referred",
    ]  # fmt: skip
    to: Line
    postcode: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""


class AttachmentEntry(_SourcePart):
    """One entry of ``attachments``."""

    title: Line
    file: Line


class LinkEntry(_SourcePart):
    """One entry of ``links``."""

    rel: Literal["interprets", "replies", "explains"]
    to: Line
    clauses: tuple[Line, ...] = ()


class VersionEntry(_SourcePart):
    """One entry of ``versions``."""

    id: Annotated[str, Field(pattern=r"^v[1-9][0-9]{0,3}$")]
    label: Text = "征求意见稿"
    published_on: OptionalDay = None
    issued_on: OptionalDay = None


class WindowChangeEntry(_SourcePart):
    """One entry of a window's ``history``."""

    at: Moment
    opens: Moment
    closes: Moment
    reason: Text = ""


class WindowEntry(_SourcePart):
    """One entry of ``windows``."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
    version: Line
    opens: Moment
    closes: Moment
    shortened_reason: Text = ""
    history: tuple[WindowChangeEntry, ...] = ()


class PolicyFile(_SourcePart):
    """``policy.yml``; all but ``title`` may be left out."""

    title: Line
    kind: Literal[
        "consultation", "document", "interpretation", "reply", "commitments", "news"
    ] = "document"  # fmt: skip
    index_no: Text = ""
    subject: Text = ""
    written_on: OptionalDay = None
    issued_on: Annotated[date | datetime | None, BeforeValidator(_moment_or_none)] = None
    issuer: Text = ""
    doc_no: Text | None = None
    openness: Text = ""
    validity: Literal["", "有效", "修改", "废止", "失效"] = ""
    procedure: Literal["", "重大行政决策", "行政规范性文件", "其他"] = ""
    channels: tuple[ChannelEntry, ...] = ()
    attachments: tuple[AttachmentEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    assurance: Literal["declared", "contact_verified", "identity_verified"] = "declared"
    publish_comments: Literal["none", "during", "after"] = "none"
    versions: tuple[VersionEntry, ...] = ()
    windows: tuple[WindowEntry, ...] = ()


def opening(moment: date | datetime) -> datetime:
    """Return the first instant of a window: a date opens at 00:00 Beijing time."""
    return _aware(moment) if isinstance(moment, datetime) else day_start(moment)


def closing(moment: date | datetime) -> datetime:
    """Return the first instant after a window: a date ends at 24:00 (《民法典》第二百零三条)."""
    return _aware(moment) if isinstance(moment, datetime) else day_end(moment)


def instant(moment: date | datetime) -> datetime:
    """Return a moment as an aware instant; a date means its first."""
    return (
        _aware(moment) if isinstance(moment, datetime) else datetime.combine(moment, time(), CHINA)
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def validate(model: type[Model], data: YamlText, problems: Problems) -> Model | None:
    """Type the strings of a YAML text; each fault is reported at its line."""
    try:
        return model.model_validate(data.value)
    except ValidationError as error:
        for fault in error.errors():
            code, text = _fault(fault)
            place = tuple(fault["loc"])
            problems.add(data.path, data.line(place), code, f"{_dotted(place)}: {text}")
        return None


def _fault(fault: ErrorDetails) -> tuple[str, str]:
    if fault["type"] == "extra_forbidden":
        return "Y003", "no such key"
    if fault["type"] == "missing":
        return "Y005", "is missing"
    return "Y004", f"{fault['msg'].removeprefix('Value error, ')} (is {_short(fault['input'])})"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in place) or "file"

"""What may stand in ``policy.yml``, in front matter and in ``site.yml``."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache, partial
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from catalogue.window import CHINA, day_end, day_start
from publisher.problems import Problems, Value, table
from publisher.sources.chinese_words import example_of, value_meant, with_word
from publisher.sources.written_dates import in_iso_form
from publisher.sources.yaml_text import Place, YamlText

Model = TypeVar("Model", bound=BaseModel)
Point = TypeVar("Point", bound=date)


def fault(kind: str) -> PydanticCustomError:
    """Return what a validator raises: one of the faults that ``validate`` reports by name."""
    return PydanticCustomError(kind, "does not fit")


VERSION_ID = r"^v[1-9][0-9]{0,3}$"
WINDOW_ID = r"^[a-z0-9-]{1,32}$"
POSTCODE = r"^(\d{6})?$"
POLICE_CODE = r"^(\d{14})?$"
# A policy, or one of its versions, as in an address.
PAGE = r"^[a-z0-9][a-z0-9-]{0,63}(/v[1-9][0-9]{0,3})?$"
DIGEST = r"^sha256:[0-9a-f]{64}$"
_CHOICE = re.compile("'([^']*)'")
_DAY_FORM = re.compile(r"\d{4}-\d\d-\d\d")
_MIDNIGHT = re.compile(r"[T\s]*24(?:[时点]|[:：]00(?:[:：]00)?)$")
_TIME_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")


def _read(value: str, form: re.Pattern[str], read: Callable[[str], Point], kind: str) -> Point:
    """Read what ``in_iso_form`` knows: 20180701 and 2018-W01-1 are dates to ISO 8601 alone.

    Other years are slips of the pen; the last ones have no following day.
    """
    value = in_iso_form(value)
    try:
        day = read(value if form.fullmatch(value) else "")
    except (TypeError, ValueError):
        raise fault(kind) from None
    if not 1900 <= day.year <= 2999:
        raise fault(kind)
    return day


def day_of(value: str) -> date:
    """Read a day; a fault of its own kind where it is none."""
    return _read(value, _DAY_FORM, date.fromisoformat, "day")


def _moment(value: str) -> date | datetime:
    if "T" in in_iso_form(value):
        return _read(value, _TIME_FORM, datetime.fromisoformat, "moment")
    return _read(value, _DAY_FORM, date.fromisoformat, "moment")


def _or_none(read: Callable[[str], Point]) -> BeforeValidator:
    """Take an empty value for none."""
    return BeforeValidator(lambda value: read(value) if value else None)


Day = Annotated[date, BeforeValidator(day_of)]
OptionalDay = Annotated[date | None, _or_none(day_of)]
Procedure = Literal["政府规章", "重大行政决策", "行政规范性文件", "其他"]
PROCEDURES: tuple[str, ...] = get_args(Procedure)


def _one_line(value: str) -> str:
    if not value.strip() or any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in value):
        raise fault("one_line")
    return value


Text = Annotated[str, Field(max_length=2000)]
Line = Annotated[str, AfterValidator(_one_line), Field(max_length=500)]
# What a list and the head of a page have room for.
Sentence = Annotated[str, AfterValidator(_one_line), Field(max_length=120)]
Moment = Annotated[date | datetime, BeforeValidator(_moment)]
# The day alone says that it ends at 24:00.
Closing = Annotated[
    date | datetime, BeforeValidator(lambda value: _moment(_MIDNIGHT.sub("", value)))
]


def in_words(key: str) -> BeforeValidator:
    """Take the words that are written for the values of a key, such as 征求意见."""
    return BeforeValidator(partial(value_meant, key))


class _SourcePart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ChannelEntry(_SourcePart):
    """One entry of ``channels``."""

    kind: Annotated[
        Literal[
            "web", "letter", "fax", "email", "phone", "meeting", "counter", "official_letter",
            "questionnaire", "visit", "referred",
        ],
        in_words("channels.kind"),
    ]  # fmt: skip
    to: Line
    postcode: Annotated[str, Field(pattern=POSTCODE)] = ""


class AttachmentEntry(_SourcePart):
    """One entry of ``attachments``."""

    title: Line
    file: Line


class LinkEntry(_SourcePart):
    """One entry of ``links``."""

    rel: Annotated[Literal["interprets", "replies", "explains"], in_words("links.rel")]
    to: Line
    clauses: tuple[Line, ...] = ()


class VersionEntry(_SourcePart):
    """One entry of ``versions``."""

    id: Annotated[str, Field(pattern=VERSION_ID)]
    label: Text = ""
    published_on: OptionalDay = None
    issued_on: OptionalDay = None
    summary: Sentence = ""


class WindowChangeEntry(_SourcePart):
    """One entry of a window's ``history``."""

    at: Moment
    opens: Moment
    closes: Closing
    reason: Text = ""


class WindowEntry(_SourcePart):
    """One entry of ``windows``."""

    id: Annotated[str, Field(pattern=WINDOW_ID)]
    version: Line
    opens: Moment
    closes: Closing
    shortened_reason: Text = ""
    run_by: Annotated[str, Field(max_length=200)] = ""
    history: tuple[WindowChangeEntry, ...] = ()


class HearingEntry(_SourcePart):
    """``hearing``: a 听证会, with where its 笔录 is and where the opinions are answered."""

    held_on: Day
    announced_on: OptionalDay = None
    place: Text = ""
    record: Text = ""
    handling: Text = ""


class ReviewEntry(_SourcePart):
    """``review``: the 合法性审查, from the day the draft was handed in to the day it is decided."""

    since: Annotated[Day, Field(alias="from")]
    meeting: OptionalDay = None


def _no_words(value: Any) -> Any:
    if isinstance(value, str):
        raise fault("period")
    return value


class PolicyFile(_SourcePart):
    """``policy.yml``; all but ``title`` may be left out."""

    title: Line
    summary: Sentence = ""
    affects: Sentence = ""
    kind: Annotated[
        Literal["consultation", "document", "interpretation", "reply", "commitments", "news"],
        in_words("kind"),
    ] = "document"
    index_no: Text = ""
    subject: Text = ""
    written_on: OptionalDay = None
    issued_on: Annotated[date | datetime | None, _or_none(_moment)] = None
    issuer: Text = ""
    doc_no: Text | None = None
    openness: Text = ""
    validity: Annotated[Literal["", "有效", "修改", "废止", "失效"], in_words("validity")] = ""
    procedure: Annotated[Literal["", Procedure], in_words("procedure")] = ""
    channels: tuple[ChannelEntry, ...] = ()
    attachments: tuple[AttachmentEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    assurance: Annotated[
        Literal["declared", "contact_verified", "identity_verified"], in_words("assurance")
    ] = "declared"
    publish_comments: Annotated[
        Literal["none", "during", "after"], in_words("publish_comments")
    ] = "none"
    ask_uscc: Annotated[Literal["false", "true"], in_words("ask_uscc")] = "false"
    versions: tuple[VersionEntry, ...] = ()
    windows: Annotated[tuple[WindowEntry, ...], BeforeValidator(_no_words)] = ()
    hearing: HearingEntry | None = None
    review: ReviewEntry | None = None


def instant(moment: date | datetime) -> datetime:
    """Return the first instant of a moment: a date begins at 00:00 Beijing time."""
    return _aware(moment) if isinstance(moment, datetime) else day_start(moment)


def closing(moment: date | datetime) -> datetime:
    """Return the first instant after a window: a date ends at 24:00 (《民法典》第二百零三条)."""
    return _aware(moment) if isinstance(moment, datetime) else day_end(moment)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


# What a pattern asks for, as it is told to drafters.
_PATTERNS = {
    VERSION_ID: "Y004.version_id",
    WINDOW_ID: "Y004.window_id",
    POSTCODE: "Y004.postcode",
    POLICE_CODE: "Y004.police_code",
    DIGEST: "Y004.digest",
    PAGE: "Y004.page",
}

# What pydantic calls the limits that a message names.
_LIMITS = {"max_length": "most", "le": "most", "ge": "least"}


# How like a key has to be that is there already.
_NEARLY_THE_KEY = 0.75


def validate(model: type[Model], data: YamlText, problems: Problems) -> Model | None:
    """Type the strings of a YAML text; each fault is reported at its line."""
    try:
        return model.model_validate(data.value)
    except ValidationError as error:
        for each in error.errors():
            kind, values = _told(each, model, data)
            problems.add(data.path, data.line(tuple(each["loc"])), kind, **values)
        return None


@cache
def _kinds() -> dict[str, str]:
    """Return the message for each fault of pydantic and of the validators here that has one."""
    return {
        of: f"{code}.{name}"
        for code in ("Y003", "Y004", "Y005")
        for name, entry in table()[code].items()
        if isinstance(entry, dict)
        for of in entry.get("of", ())
    }


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model of the entries of a field; None where it has none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _keys_at(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """Return the keys that may stand where one is that may not."""
    for name in place[:-1]:
        field = model.model_fields.get(str(name))
        model = (field and _model_in(field.annotation)) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _of_unknown_key(model: type[BaseModel], place: Place, data: YamlText) -> dict[str, Value]:
    """Return what may be meant: a key that is like it, else those that are not there yet."""
    known, name = _keys_at(model, place), str(place[-1])
    left = [key for key in known if (*place[:-1], key) not in data.lines]
    near = get_close_matches(name, left, 1) or get_close_matches(name, known, 1, _NEARLY_THE_KEY)
    return {"choices": near or left or known}


def _told(
    fault: ErrorDetails, model: type[BaseModel], data: YamlText
) -> tuple[str, dict[str, Value]]:
    """Return the kind of the message for a fault, and its values."""
    context = fault.get("ctx", {})
    kind = _kinds().get(fault["type"]) or _PATTERNS.get(context.get("pattern", "")) or "Y004.other"
    # pydantic adds [key] where a key is at fault, not its value.
    place = ".".join(str(name) for name in fault["loc"] if name != "[key]")
    values: dict[str, Value] = {"key": place or "file"}
    if kind.startswith("Y004"):
        given = repr(fault["input"])
        values["value"] = given if len(given) <= 60 else given[:57] + "…"
    if kind == "Y004.other":
        values["detail"] = fault["msg"]
    names = [str(name) for name in fault["loc"] if isinstance(name, str)]
    if kind == "Y003.unknown_key":
        values |= _of_unknown_key(model, fault["loc"], data)
    elif kind in ("Y004.not_a_list", "Y004.not_a_mapping"):
        entry = "- …" if kind == "Y004.not_a_list" else "{name: …}"
        values["example"] = example_of(names[-1] if names else "", entry)
    elif kind == "Y005.missing":
        values["name"] = names[-1]
    if "expected" in context:
        listed = [each for each in _CHOICE.findall(context["expected"]) if each]
        values["choices"] = [with_word(".".join(names[-2:]), each) for each in listed]
    return kind, values | {_LIMITS[name]: context[name] for name in _LIMITS.keys() & context}

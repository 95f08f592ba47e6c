"""``site.yml``: what every page carries."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    computed_field,
    model_validator,
)

from interface.own_colour import LEAST_CONTRAST, least_contrast
from publisher.problems import Problems, Severities, Severity, codes
from publisher.sources.schema import (
    PAGE,
    POLICE_CODE,
    Day,
    Line,
    Procedure,
    Text,
    fault,
    in_words,
    validate,
)
from publisher.sources.site_pictures import (
    MARK,
    SHARE_IMAGE,
    is_good_picture,
    is_picture,
    mark_words,
)
from publisher.sources.yaml_text import YamlText, read_yaml

Kind = Literal["consultation", "document", "interpretation", "reply", "commitments", "news"]

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")
_WEB = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]*)?"
)
_PICTURE = re.compile(f"{_WEB.pattern}|{SHARE_IMAGE.pattern}")
_POLICE_DIGITS = re.compile(r"\d{14}")
_POLICE_REGISTER = "https://beian.mps.gov.cn/#/query/webSearch?code="
_ICP_REGISTER = "https://beian.miit.gov.cn/"

# 《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号): news within two weeks, documents
# within six months; what is published as it arises is looked at by the year.
STALE_DAYS: dict[str, int] = {
    "consultation": 365,
    "document": 183,
    "interpretation": 365,
    "reply": 365,
    "commitments": 365,
    "news": 14,
}


def _of_form(form: re.Pattern[str], kind: str) -> AfterValidator:
    """Return what raises a fault of a kind for a value that has another form."""

    def check(value: str) -> str:
        if value and not form.fullmatch(value):
            raise fault(kind)
        return value

    return AfterValidator(check)


PageName = Annotated[str, Field(pattern=PAGE)]
WebAddress = Annotated[Text, _of_form(_WEB, "web_address")]


class ColumnEntry(BaseModel):
    """The name and description of a column (栏目), where they are not the product's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=30)] = ""
    description: Text = ""
    keywords: tuple[Line, ...] = ()


class FloorEntry(BaseModel):
    """One entry of ``floors``: how long a window has to be, by a rule that holds here.

    Without ``procedures`` it holds for every text.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Line
    in_force: Day
    days: Annotated[int, Field(ge=1, le=366)] | None = None
    working_days: Annotated[int, Field(ge=1, le=250)] | None = None
    procedures: tuple[Annotated[Procedure, in_words("procedure")], ...] = ()

    @model_validator(mode="after")
    def _counts_one_way(self) -> Self:
        if (self.days is None) is (self.working_days is None):
            raise fault("floor")
        return self


class PrivacyEntry(BaseModel):
    """How long who commented is kept after a window, and what is done with it then."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    retention_days: Annotated[int, Field(ge=1, le=36_600)] = 1095
    archive: Annotated[Literal["erase", "restrict"], in_words("privacy.archive")] = "erase"


class SiteFile(BaseModel):
    """The site's own data; an empty string means not given.

    ``columns`` are the kinds of texts that the site undertakes to have. ``checks`` sets the
    severity of a code; an outcome is due ``outcome_due_days`` days after the close of a
    window; a column is stale after ``stale_days``, 0 for never; ``floors`` are local rules
    next to the national ones; ``privacy`` is about who commented. ``broken`` says what a policy
    with errors does: it stops the build, or keeps its last good pages. ``redirects`` maps
    what a policy, or a version of it, was called to what it is called now. None of these is
    given to the page templates.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line = "言路"
    tagline: Text = ""
    mark: Annotated[Text, _of_form(MARK, "mark")] = ""
    colour: Annotated[Text, _of_form(_COLOUR, "colour")] = ""
    description: Text = ""
    keywords: tuple[Line, ...] = ()
    domain: Annotated[Text, _of_form(_DOMAIN, "domain")] = ""
    organiser: Text = ""
    undertaker: Text = ""
    contact: Text = ""
    contact_phone: Text = ""
    address: Text = ""
    site_code: Text = ""
    icp: Text = ""
    police: Text = ""
    police_code: Annotated[str, Field(pattern=POLICE_CODE)] = ""
    find_error_url: WebAddress = ""
    about_url: WebAddress = ""
    share_image: Annotated[Text, _of_form(_PICTURE, "share_image")] = ""
    data_licence: Text = ""
    data_licence_url: WebAddress = ""
    redirects: dict[PageName, PageName] = {}
    # A key without a value is one with nothing in it.
    columns: dict[Kind, Annotated[ColumnEntry, BeforeValidator(lambda given: given or {})]] = {}
    checks: Annotated[
        dict[str, Literal["error", "warning", "info", "off"]], Field(exclude=True)
    ] = {}
    outcome_due_days: Annotated[int, Field(ge=1, le=366, exclude=True)] = 30
    stale_days: Annotated[
        dict[Kind, Annotated[int, Field(ge=0, le=3660)]], Field(exclude=True)
    ] = {}
    broken: Annotated[Literal["stop", "keep"], Field(exclude=True)] = "stop"
    floors: Annotated[tuple[FloorEntry, ...], Field(exclude=True)] = ()
    privacy: Annotated[PrivacyEntry, Field(exclude=True)] = PrivacyEntry()

    _source: YamlText | None = PrivateAttr(default=None)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def police_url(self) -> str:
        """The page of the register for the 公安备案 number, as each site has to link it."""
        found = self.police_code or "".join(_POLICE_DIGITS.findall(self.police)[:1])
        return _POLICE_REGISTER + found if found else ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def icp_url(self) -> str:
        """The register of ICP备案 numbers, which a site has to link."""
        return _ICP_REGISTER if self.icp else ""

    @property
    def mark_picture(self) -> Path | None:
        """The file of the mark, next to ``site.yml``; None where it is made of characters."""
        return self._file(self.mark)

    @property
    def share_picture(self) -> Path | None:
        """The file of ``share_image``, next to ``site.yml``; None for an address, or nothing."""
        return self._file(self.share_image)

    @property
    def pictures(self) -> list[Path]:
        """The files next to ``site.yml`` that the site shows."""
        return [path for path in (self.mark_picture, self.share_picture) if path]

    def _file(self, name: str) -> Path | None:
        return self.source.path.with_name(name) if self.source and is_picture(name) else None

    @property
    def shown_mark(self) -> str:
        """The mark as pages show it: the path of the picture below the site, or characters."""
        picture = self.mark_picture
        return f"assets/yanlu/mark{picture.suffix}" if picture else mark_words(self.mark, self.name)

    @property
    def severities(self) -> Severities:
        """What the site sets for codes that the table gives another severity."""
        return {code: Severity(severity) for code, severity in self.checks.items()}

    @property
    def source(self) -> YamlText | None:
        """The file as it was read, for the lines of its keys; None where none was looked for."""
        return self._source

    def domain_at(self, base_url: str) -> str:
        """Return 网站域名: what the file says, else the host of ``base_url``; "" if neither."""
        host = urlsplit(base_url).hostname or ""
        return self.domain or (host if _DOMAIN.fullmatch(host) else "")

    def stale_after(self, kind: str) -> int:
        """Return after how many days the column of a kind is stale; 0 is never."""
        own: dict[str, int] = {str(key): days for key, days in self.stale_days.items()}
        return own.get(kind, STALE_DAYS[kind])

    def column(self, kind: str) -> ColumnEntry:
        """Return the entry of a kind's column; an empty one where it is not named."""
        return {str(key): entry for key, entry in self.columns.items()}.get(kind, ColumnEntry())


def read_site_file(path: Path, problems: Problems) -> SiteFile:
    """Read ``site.yml``; where there is none, the defaults hold."""
    data = read_yaml(path, problems, follow=True) if path.exists() else YamlText(path, {}, {})
    site = validate(SiteFile, data, problems) if data else None
    if site is None or data is None:
        return SiteFile()
    site._source = data  # noqa: SLF001 - set once, here, where it is made
    _check_severities(site, data, problems)
    _check_colour(site, data, problems)
    named = {"mark": site.mark, "share_image": site.share_image}
    bad = [
        key
        for key, name in named.items()
        if is_picture(name) and not is_good_picture(data, key, name, problems)
    ]
    return site.model_copy(update=dict.fromkeys(bad, "")) if bad else site


def _check_severities(site: SiteFile, data: YamlText, problems: Problems) -> None:
    for code in site.checks:
        line = data.line(("checks", code))
        if code not in codes():
            problems.add(data.path, line, "Y003.unknown_code", code=code)
        elif codes()[code] is Severity.ERROR:
            problems.add(data.path, line, "Y004.always_error", code=code)


def _check_colour(site: SiteFile, data: YamlText, problems: Problems) -> None:
    contrast = least_contrast(site.colour) if site.colour else LEAST_CONTRAST
    if contrast < LEAST_CONTRAST:
        line = data.line(("colour",))
        values = {
            "colour": site.colour,
            "contrast": f"{contrast:.1f}",
            "least": f"{LEAST_CONTRAST}",
        }
        problems.add(data.path, line, "Y004.contrast", **values)

"""``site.yml``: what every page carries."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from publisher.problems import CODES, Problems, Severity
from publisher.sources.schema import Line, Text, validate
from publisher.sources.text_file import read_text_file
from publisher.sources.yaml_text import YamlText, parse_yaml


class SiteFile(BaseModel):
    """The site's own data; an empty string means not given.

    ``checks`` sets the severity of a code; an outcome is due ``outcome_due_days`` days
    after the close of a window. Neither is given to the page templates.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line = "言路"
    tagline: Text = ""
    organiser: Text = ""
    contact: Text = ""
    site_code: Text = ""
    icp: Text = ""
    police: Text = ""
    checks: Annotated[
        dict[str, Literal["error", "warning", "info", "off"]], Field(exclude=True)
    ] = {}
    outcome_due_days: Annotated[int, Field(ge=1, le=366, exclude=True)] = 30


def read_site_file(path: Path, problems: Problems) -> SiteFile:
    """Read ``site.yml``; where there is none, the defaults hold.

    The severities that it sets are set for ``problems``.
    """
    if not path.exists():
        return SiteFile()
    text = read_text_file(path, problems)
    data = parse_yaml(text, path, problems) if text is not None else None
    site = validate(SiteFile, data, problems) if data else None
    if site and data:
        _set_severities(site, data, problems)
    return site or SiteFile()


def _set_severities(site: SiteFile, data: YamlText, problems: Problems) -> None:
    for code, severity in site.checks.items():
        line = data.line(("checks", code))
        if code not in CODES:
            problems.add(data.path, line, "Y003", f"checks.{code}: no such code")
        elif CODES[code] is Severity.ERROR:
            text = f"checks.{code}: always an error, nothing can be built from such sources"
            problems.add(data.path, line, "Y004", text)
        else:
            problems.severities[code] = Severity(severity)

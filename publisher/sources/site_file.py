"""``site.yml``: what every page carries."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from publisher.problems import Problems
from publisher.sources.schema import Line, Text, validate
from publisher.sources.text_file import read_text_file
from publisher.sources.yaml_text import parse_yaml


class SiteFile(BaseModel):
    """The site's own data; an empty string means not given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line = "言路"
    tagline: Text = ""
    organiser: Text = ""
    contact: Text = ""
    site_code: Text = ""
    icp: Text = ""
    police: Text = ""


def read_site_file(path: Path, problems: Problems) -> SiteFile:
    """Read ``site.yml``; where there is none, the defaults hold."""
    if not path.exists():
        return SiteFile()
    text = read_text_file(path, problems)
    data = parse_yaml(text, path, problems) if text is not None else None
    return (validate(SiteFile, data, problems) if data else None) or SiteFile()

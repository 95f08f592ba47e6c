"""Where sources and site are: what an option says, a setting, the home, the working folder."""

from pathlib import Path

import pytest

from publisher.cli.main import parser
from publisher.cli.options import set_places
from tests.worlds.sites import ROOT

SETTINGS = {
    "YANLU_HOME": "/home", "YANLU_POLICIES": "/a", "YANLU_SITE": "/b", "YANLU_SITE_FILE": "/c.yml",
    "YANLU_DOWNLOADS": "/d",
}  # fmt: skip
USUAL = ["policies", "site", f"{ROOT}/site.yml", ".yanlu-downloads"]


def places(environment: dict[str, str], *arguments: str) -> list[str]:
    options = parser().parse_args(["build", *arguments])
    options.environment = environment
    set_places(options)
    return [
        str(each) for each in (options.policies, options.site, options.site_file, options.cache)
    ]


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, USUAL),
        (SETTINGS, ["/a", "/b", "/c.yml", "/d"]),
        # The service may read the site from where readers do; it is built where it always is.
        ({"YANLU_SITE": "https://a.example/"}, USUAL),
        ({**SETTINGS, "YANLU_SITE": "https://a.example/"}, ["/a", "/home/site", "/c.yml", "/d"]),
    ],
)  # fmt: skip
def test_settings_say_where_things_are(environment: dict[str, str], found: list[str]) -> None:
    assert places(environment) == found


def test_options_win() -> None:
    given = ["--policies", "p", "--site", "s", "--site-file", "f", "--cache", "c"]
    assert places(SETTINGS, *given) == ["p", "s", "f", "c"]


def test_where_nothing_is_named_a_folder_that_is_no_checkout_has_its_own_site_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("publisher.cli.options._ROOT", tmp_path)
    assert places({})[2] == "site.yml"

import json
from functools import partial
from pathlib import Path
from typing import Any

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalogue.codec import schema_names, schema_text
from interface.quoting import chinese
from publisher.pages.site.open_data import data_values, dictionary
from publisher.sources import SiteFile
from tests.readers.html_tree import parse
from tests.unit.publisher.feeds.conftest import BASE, SITE, catalogue, consultation, translate
from tests.worlds.sites import ROOT, the_site


def values(site: SiteFile = SITE, base_url: str = "") -> dict[str, Any]:
    return data_values(catalogue(consultation()), site, translate, base_url)


def html(site: SiteFile = SITE) -> str:
    folder = ROOT / "publisher" / "pages" / "templates"
    made = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined
    ).get_template("data.html")
    return made.render(
        values(site), root="../", home="../", _=translate, chinese=partial(chinese, translate)
    )


def undescribed(schema: Any, path: str = "") -> list[str]:
    """Return every property below a schema that has no description."""
    found = []
    for key, part in schema.items() if isinstance(schema, dict) else []:
        if key == "properties":
            found += [f"{path}/{name}" for name, each in part.items() if "description" not in each]
        found += undescribed(part, f"{path}/{key}")
    return found


@pytest.mark.parametrize("name", schema_names())
def test_every_item_of_the_data_is_described(name: str) -> None:
    assert undescribed(json.loads(schema_text(name))) == []
    assert all(item.meaning for item in dictionary(name, translate).items)


def test_an_item_is_named_by_where_it_stands() -> None:
    items = {item.path: item for item in dictionary("yanlu-catalogue/1", translate).items}
    assert items["policies[].windows[].closes_at"].type == "日期和时刻（RFC 3339）"
    assert items["policies[].written_on"].type == "日期或null"
    assert items["policies[].links[].rel"].values == ("interprets", "replies", "explains")
    assert (items["built_at"].required, items["policies[].subject"].required) == (True, False)


def test_all_that_the_site_writes_is_in_the_dictionary() -> None:
    written = json.loads((the_site() / "catalogue.json").read_text("utf-8"))
    known = {item.path for item in dictionary("yanlu-catalogue/1", translate).items}
    assert paths_of(written) <= known


def paths_of(data: Any, path: str = "") -> set[str]:
    if isinstance(data, list):
        return set().union(*(paths_of(each, f"{path}[]") for each in data))
    if not isinstance(data, dict):
        return set()
    below = {key: f"{path}.{key}" if path else key for key in data}
    return {*below.values()}.union(*(paths_of(data[key], place) for key, place in below.items()))


def test_the_page_is_sound_html() -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(html())


def test_every_file_that_is_linked_is_in_the_site() -> None:
    later = ("feeds/", "search/", "a/")
    hrefs = [file.href for file in values()["files"] if file.href]
    here = [href for href in hrefs if not href.startswith(later)]
    assert [href for href in here if not Path(the_site() / href).exists()] == []
    assert "sitemap.xml" in {file.href for file in values(base_url=BASE)["files"]}


def test_the_licence_is_shown_where_there_is_one() -> None:
    site = SiteFile(
        data_licence="某市公共数据开放许可", data_licence_url="https://data.example.gov.cn/l"
    )
    links = [link for link in parse(html(site)).all("a") if link.attributes.get("rel")]
    assert [(link.attributes["href"], link.text()) for link in links] == [
        ("https://data.example.gov.cn/l", "某市公共数据开放许可")
    ]
    assert "使用许可" not in html()


def test_links_start_at_the_sites_root() -> None:
    assert 'href="../catalogue.json"' in html()
    assert 'href="../feeds/all.atom"' in html()

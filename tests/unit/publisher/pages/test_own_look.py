"""A city's own mark and colour, and what a policy says of itself, from the sources to the pages."""

import re
from functools import cache
from pathlib import Path

from catalogue.codec import load_catalogue
from tests.readers.html_tree import Element, page
from tests.worlds.sites import build, lasting_folder, write

_SITE = """name: 甲市政策
organiser: 甲市某局
mark: mark.svg
colour: '#0b5d3b'
share_image: card.png
"""
_CARD = b"\x89PNG\r\n\x1a\n"
_POLICY = """title: 甲市供水办法
summary: 水价按季结算。
affects: 甲市的用水户。
kind: consultation
versions: [{id: v1, label: 送审稿, published_on: 2018-07-01, summary: 免费时长延长。}]
windows: [{id: w1, version: v1, opens: 2018-07-01, closes: 2018-07-30}]
"""


@cache
def site() -> Path:
    folder = lasting_folder()
    files = {"water/policy.yml": _POLICY, "water/v1.md": "第一条　为了供水，制定本办法。\n"}
    files["water/notice.md"] = "公告\n\n" + "现就供水办法公开征求意见。" * 80
    policies = write(folder / "policies", files)
    write(folder, {"site.yml": _SITE, "mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    (folder / "card.png").write_bytes(_CARD)
    build(policies, folder / "site", site_file=folder / "site.yml")
    return folder / "site"


def test_the_picture_for_shared_links_is_the_city_s_own() -> None:
    assert (site() / "assets/yanlu/share.png").read_bytes() == _CARD


def top(way: str) -> Element:
    return page(site() / way / "index.html").one(css="yl-top")


def test_the_mark_is_published_and_stands_in_the_head_of_every_page() -> None:
    shown = [top(way).one("img").attributes["src"] for way in ("", "water", "en/list")]
    assert [each.partition("?")[0] for each in shown] == [
        "./assets/yanlu/mark.svg",
        "../assets/yanlu/mark.svg",
        "../../assets/yanlu/mark.svg",
    ]
    assert (site() / "assets/yanlu/mark.svg").is_file()
    assert "甲市某局" in top("").text()


def test_the_colour_takes_the_place_of_the_seals_alone() -> None:
    style = (site() / "assets/yanlu/yanlu.css").read_text("utf-8")
    assert re.findall("--seal: (#[0-9a-f]{6});", style)[-2] == "#0b5d3b"
    assert "#0b5d3b" not in style.replace("--seal: #0b5d3b", "")


def test_the_head_marks_where_one_is() -> None:
    here = {
        way: [a.text() for a in top(way).all("a") if "aria-current" in a.attributes]
        for way in ("", "list", "list/consultation", "water")
    }
    assert here == {"": [], "list": ["文件目录"], "list/consultation": ["征求意见"], "water": []}


def test_the_catalogue_has_what_the_service_and_others_show() -> None:
    catalogue = load_catalogue((site() / "catalogue.json").read_text("utf-8"))
    (policy,) = catalogue.policies
    assert (catalogue.site.mark, catalogue.site.colour) == ("assets/yanlu/mark.svg", "#0b5d3b")
    assert (policy.summary, policy.affects) == ("水价按季结算。", "甲市的用水户。")
    assert (policy.latest.summary, policy.notice_minutes) == ("免费时长延长。", 2)
    assert "先看公告（2分钟）" in page(site() / "index.html").one(css="yl-hero").text()

"""A city's texts in July 2018: a consultation of every state, and documents for two pages."""

import json
from functools import cache
from pathlib import Path

from tests.readers.html_tree import Element, page
from tests.worlds.sites import built_once

# id: title, issuer, first and last day of its window.
CONSULTATIONS = {
    "dev-zone": ("专精特新发展若干措施", "十堰市经信委", "2018-06-14", "2018-07-13"),
    "water": ("城市供水管理办法", "十堰市住建委", "2018-07-01", "2018-07-30"),
    "green": ("绿色制造实施方案", "十堰市经信委", "2018-07-20", "2018-08-20"),
    "logistics": ("加快现代物流业发展的意见", "十堰市商务局", "2018-05-01", "2018-05-31"),
    "talent": ("引进人才若干政策意见", "十堰市人社局", "2018-03-01", "2018-03-31"),
    "parks": ("工业园区管理办法", "十堰市经信委", "2018-01-02", "2018-02-01"),
}
DOCUMENTS = 103
_RESULTS = {
    "schema": "yanlu-results/1",
    "policy": "talent",
    "published_on": "2018-04-20",
    "counts": {"comments": 3, "adopted": 2, "partly_adopted": 0, "not_adopted": 1},
}


def city_files() -> dict[str, str]:
    """Return the sources by their names."""
    files = {f"{name}/v1.md": "一、总则\n" for name in CONSULTATIONS}
    files |= {f"{name}/policy.yml": _consultation(name) for name in CONSULTATIONS}
    files["talent/results.json"] = json.dumps(_RESULTS)
    for number in range(DOCUMENTS):
        files[f"doc{number:03}/policy.yml"] = _document(number)
        files[f"doc{number:03}/v1.md"] = "一、总则\n"
    return files


@cache
def city_site() -> Path:
    """Return the city's site, built once for all tests."""
    return built_once("city", city_files())


def at(path: str) -> Element:
    """Return a page of it by its folder."""
    return page(city_site() / path / "index.html")


def _consultation(name: str) -> str:
    title, issuer, first, last = CONSULTATIONS[name]
    published = min(first, "2018-07-10")
    issued = ", issued_on: 2018-06-01" if name == "parks" else ""
    return (
        f"title: {title}\nkind: consultation\nissuer: {issuer}\nissued_on: {published}\n"
        f"versions: [{{id: v1, label: 征求意见稿, published_on: {published}{issued}}}]\n"
        f"windows: [{{id: w1, version: v1, opens: {first}, closes: {last}}}]\n"
    )


def _document(number: int) -> str:
    validity = ("有效", "修改", "废止", "失效", "")[number % 5]
    issuer = ("十堰市人民政府", "十堰市财政局")[number % 2]
    return (
        f"title: 关于第{number}号方案的通知\nkind: document\nissuer: {issuer}\nsubject: 工业\n"
        f"doc_no: 十政发〔{2010 + number % 8}〕{number}号\nvalidity: {validity}\n"
        f"issued_on: {2010 + number % 8}-03-{number % 28 + 1:02}\n"
    )

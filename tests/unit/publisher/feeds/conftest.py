"""A small site: a consultation with a changed window and an outcome, a document, news."""

from datetime import date, datetime
from typing import Any

from catalogue.model import Catalogue, Channel, Policy, Site, Version
from catalogue.results import ResultCounts, Results
from catalogue.window import Window, WindowChange, parse_instant
from publisher.sources import SiteFile

NOW = parse_instant("2026-06-01T10:00:00+08:00")
BASE = "https://www.example.gov.cn/yjzj/"
SITE = SiteFile(name="某市政策征求意见", organiser="某市经济和信息化局", site_code="4203000001")


def at(text: str) -> datetime:
    return parse_instant(f"{text}+08:00")


def version(
    name: str, label: str, published_on: date | None, issued_on: date | None = None
) -> Version:
    return Version(name, label, published_on, f"a/{name}/clauses.json", "sha256:0", issued_on)


WINDOW = Window(
    "w1",
    "v1",
    at("2026-03-02T00:00:00"),
    at("2026-04-11T00:00:00"),
    history=(
        WindowChange(
            at("2026-03-20T09:30:00"), at("2026-03-02T00:00:00"), at("2026-04-02T00:00:00"), "假日"
        ),
    ),
)


def consultation(**changes: Any) -> Policy:
    facts: dict[str, Any] = {
        "id": "a",
        "title": "关于支持工业企业的若干意见",
        "kind": "consultation",
        "issuer": "某市经济和信息化局",
        "doc_no": "某经信〔2026〕8号",
        "issued_on": date(2026, 3, 2),
        "channels": (Channel("email", "yj@example.org"),),
        "versions": (
            version("v1", "征求意见稿", date(2026, 3, 2)),
            version("v2", "送审稿", date(2026, 4, 30), date(2026, 5, 20)),
        ),
        "windows": (WINDOW,),
        "outcome": Results("a", date(2026, 5, 8), ResultCounts(3, 2, 0, 1)),
        "languages": ("zh-CN", "en"),
    }
    return Policy(**{**facts, **changes})


def document(**changes: Any) -> Policy:
    facts: dict[str, Any] = {
        "id": "d",
        "title": "办法",
        "kind": "document",
        "issued_on": datetime(2025, 1, 6, 8, 30),  # noqa: DTZ001 - as a header gives it
        "versions": (version("v1", "", None),),
    }
    return Policy(**{**facts, **changes})


def catalogue(*policies: Policy, now: datetime = NOW) -> Catalogue:
    return Catalogue(now, Site(SITE.name, SITE.organiser), policies)


def translate(words: str, **values: Any) -> str:
    """Speak Chinese, the language of the words themselves."""
    return words % values if values else words

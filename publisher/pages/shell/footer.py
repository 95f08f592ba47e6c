"""The footer that 《政府网站发展指引》 (国办发〔2017〕47号) asks for, from ``site.yml``."""

from dataclasses import dataclass

from publisher.addresses.feeds import ALL_FEED, ALL_WINDOWS
from publisher.sources import SiteFile

# Key of site.yml, label of its value, key of the address to which it links.
_FACTS = (
    ("organiser", "主办单位", ""),
    ("undertaker", "承办单位", ""),
    ("contact", "联系方式", ""),
    ("contact_phone", "联系电话", ""),
    ("address", "地址", ""),
    ("site_code", "网站标识码", ""),
    ("icp", "", "icp_url"),
    ("police", "", "police_url"),
)


@dataclass(frozen=True, slots=True)
class FooterFact:
    """One item of the footer; ``label`` and ``href`` may be empty."""

    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that every page offers: ``path`` is below the site, ``paged`` if also in English.

    ``media_type`` makes it an ``alternate`` of the first page, which feed readers find.
    """

    name: str
    path: str
    paged: bool = False
    media_type: str = ""


OFFERS = (
    Offer("开放数据", "data/", paged=True),
    Offer("怎样订阅", "follow/", paged=True),
    Offer("更新订阅", ALL_FEED, media_type="application/atom+xml"),
    Offer("征集日历", ALL_WINDOWS, media_type="text/calendar"),
)


def footer_facts(site: SiteFile) -> list[FooterFact]:
    """Return what ``site.yml`` gives for the footer, in the order of the guideline."""
    found = (
        FooterFact(label, getattr(site, key), getattr(site, link) if link else "")
        for key, label, link in _FACTS
    )
    return [fact for fact in found if fact.value]

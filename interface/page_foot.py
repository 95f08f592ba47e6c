"""The foot of every page, as 《政府网站发展指引》 (国办发〔2017〕47号) asks for it."""

from dataclasses import dataclass

from catalogue.model import SiteFact

ALL_FEED = "feeds/all.atom"
ALL_WINDOWS = "feeds/windows.ics"
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
# Key of an address, and what leads there is called.
_WAYS = (("about_url", "关于本站"), ("find_error_url", "我为政府网站找错"))


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
    Offer("网站地图", "list/", paged=True),
    Offer("开放数据", "data/", paged=True),
    Offer("怎样订阅", "follow/", paged=True),
    Offer("更新订阅", ALL_FEED, media_type="application/atom+xml"),
    Offer("征集日历", ALL_WINDOWS, media_type="text/calendar"),
)


def site_facts(site: object) -> tuple[SiteFact, ...]:
    """Return what ``site.yml`` gives for the foot, in the order of the guideline."""
    facts = [
        SiteFact(label, getattr(site, key), getattr(site, link) if link else "")
        for key, label, link in _FACTS
    ]
    ways = [SiteFact("", name, href) for key, name in _WAYS if (href := getattr(site, key))]
    return tuple(fact for fact in [*facts, *ways] if fact.value)

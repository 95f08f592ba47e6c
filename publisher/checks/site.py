"""What the site as a whole lacks: items of ``site.yml``, texts in its columns.

《政府网站发展指引》 (国办发〔2017〕47号) names what every page carries; the inspections after
《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号) look for columns that are blank or not
kept up.
"""

from datetime import timedelta

from catalogue.model import KINDS, Policy
from catalogue.window import china_day
from interface.names import KIND_NAMES
from publisher.checks.draft import Checking
from publisher.problems import Value
from publisher.sources import SiteFile
from publisher.sources.yaml_text import YamlText
from publisher.wording.events import events_of

_ITEMS = {
    "organiser": "主办单位",
    "contact": "联系方式",
    "domain": "网站域名",
    "site_code": "网站标识码",
    "icp": "ICP备案",
    "police": "公安备案",
    "find_error_url": "找错",
}
_INSTEAD = {"contact": ("contact_phone", "address"), "police": ("police_code",)}


def check_site(checking: Checking, site: SiteFile) -> None:
    """Report K019, K020 and K021 at their lines of ``site.yml``, if that file was looked for."""
    source = site.source
    if source is None:
        return
    _check_items(checking, site, source)
    for kind in KINDS:
        texts = [each.policy for each in checking.public.values() if each.policy.kind == kind]
        if texts:
            _check_age(checking, site, source, texts)
        elif kind in site.columns:
            line, name = source.line(("columns", kind)), KIND_NAMES[kind]
            checking.problems.add(source.path, line, "K020.blank", kind=kind, name=name)


def _check_items(checking: Checking, site: SiteFile, source: YamlText) -> None:
    given = site.model_dump()
    missing = [
        key
        for key in _ITEMS
        if not any(given[name].strip() for name in (key, *_INSTEAD.get(key, ())))
    ]
    if missing:
        items = [f"{key} ({_ITEMS[key]})" for key in missing]
        lines = [source.line((key,)) for key in missing if key in source.value]
        line = min(lines, default=source.line(()))
        checking.problems.add(source.path, line, "K019.items", items=items)


def _check_age(checking: Checking, site: SiteFile, source: YamlText, texts: list[Policy]) -> None:
    """Compare the newest event of a column with today; texts without any date say nothing."""
    kind = texts[0].kind
    events = (event for policy in texts for event in events_of(policy))
    days = [china_day(event.at) for event in events if event.at <= checking.now]
    limit = site.stale_after(kind)
    if days and limit and checking.today - max(days) > timedelta(days=limit):
        age: dict[str, Value] = {
            "newest": max(days),
            "count": (checking.today - max(days)).days,
            "limit": limit,
        }
        line = source.line(("stale_days" if kind in site.stale_days else "columns", kind))
        column = {"kind": kind, "name": KIND_NAMES[kind]}
        checking.problems.add(source.path, line, "K021.stale", **column, **age)

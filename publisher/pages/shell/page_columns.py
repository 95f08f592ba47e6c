"""栏目: the columns of the site, one for each kind of text, and their descriptions."""

from dataclasses import dataclass

from catalogue.model import KINDS, Catalogue
from interface.language import Translate
from interface.names import KIND_NAMES
from publisher.sources.site_file import SiteFile

# Pages that list are columns too.
_NAMES = KIND_NAMES | {
    "list": "文件目录",
    "answered": "采纳结果",
    "search": "检索",
    "data": "开放数据",
    "follow": "怎样订阅",
}
_TYPES = {
    "consultation": "征集调查",
    "document": "政策文件",
    "interpretation": "政策解读",
    "reply": "建议提案办理",
    "commitments": "办事服务",
    "news": "工作动态",
    "list": "信息公开目录",
    "answered": "征集调查",
    "search": "站内搜索",
    "data": "数据开放",
    "follow": "使用帮助",
}
"""ColumnType: 栏目类别 in the words of the inspections."""

_DESCRIPTIONS = {
    "consultation": "公开征求意见的草案、征集时间、反馈渠道和采纳情况反馈。",
    "document": "公开的政策文件全文及其有效性。",
    "interpretation": "政策解读，与所解读的政策条款相互链接。",
    "reply": "人大代表建议和政协提案的答复。",
    "commitments": "服务承诺清单：责任单位、目标、时限和完成情况。",
    "news": "与政策有关的工作动态。",
    "list": "本站公开的全部文件，可按类别、机构、主题、年份和有效性筛选。",
    "answered": "已经公布采纳情况的征求意见，最近公布的在前。",
    "search": "逐字检索各文件最新公开版本的条款。",
    "data": "本站以机器可读的格式提供的目录、条款、订阅源和日历，及其数据字典。",
    "follow": "怎样用阅读器和日历获知新文件、征集时间和采纳情况。",
}


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column as its page's ``<meta>`` names it; ``kind`` is a kind of text, or a page."""

    kind: str
    name: str
    description: str
    keywords: tuple[str, ...]
    type: str


def columns_of(site: SiteFile, catalogue: Catalogue, translate: Translate) -> list[PageColumn]:
    """Return the columns that the site shows: consultations, what it declares, any with texts."""
    shown = {"consultation", *site.columns, *(policy.kind for policy in catalogue.policies)}
    return [column_of(kind, site, translate) for kind in KINDS if kind in shown]


def column_of(kind: str, site: SiteFile, translate: Translate) -> PageColumn:
    """Describe the column of a kind of text as ``site.yml`` does, or a page that lists."""
    entry = site.column(kind)
    name = entry.name or translate(_NAMES[kind])
    description = entry.description or translate(_DESCRIPTIONS[kind])
    keywords = entry.keywords or (name, *site.keywords)
    return PageColumn(kind, name, description, keywords, translate(_TYPES[kind]))


def home_column(site: SiteFile, translate: Translate) -> PageColumn:
    """Describe the home page."""
    name = translate("首页")
    description = site.description or site.tagline or translate("政策征求意见与公开。")
    return PageColumn("home", name, description, site.keywords or (site.name,), name)

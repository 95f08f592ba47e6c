"""The ``<meta>`` of a page: 网页标签 of 《政府网站发展指引》 (国办发〔2017〕47号), Open Graph.

The annex of the guideline on the design of pages asks for three groups: of the site on every
page, of the column on a page that lists, of the content on a page that is read. A required
item is there even where its value is not known: then it is empty, and K019 names the key of
``site.yml`` that is missing. Optional items are there only with a value.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from catalogue.model import Policy, Version
from catalogue.window import CHINA, rfc3339
from interface.dates import closes, opens
from interface.language import Translate
from interface.names import KIND_NAMES, STATE_NAMES
from publisher.pages.shell.page_columns import PageColumn
from publisher.sources.site_file import SiteFile
from publisher.wording.events import published_at


class Meta(NamedTuple):
    """One ``<meta>``: ``attribute`` is ``name`` or ``property``; the text is not escaped yet."""

    attribute: str
    key: str
    content: str


@dataclass(frozen=True, slots=True)
class Article:
    """A page that is read (内容页); ``path`` is below the site, ``published_at`` aware.

    ``shared_title`` is what a messenger shows of a link.
    """

    title: str
    path: str
    published_at: datetime | None
    source: str
    description: str
    keywords: tuple[str, ...] = ()
    shared_title: str = ""


def column_meta(
    column: PageColumn, path: str, site: SiteFile, base_url: str = "", *, title: str = ""
) -> list[Meta]:
    """Return the ``<meta>`` of a page that lists: 站点标签 and 栏目标签."""
    return [
        *_site(site, base_url),
        Meta("name", "ColumnName", column.name),
        Meta("name", "ColumnDescription", column.description),
        Meta("name", "ColumnKeywords", ",".join(column.keywords)),
        Meta("name", "ColumnType", column.type),
        Meta("name", "description", column.description),
        *_shared(title or column.name, column.description, path, site, base_url),
        Meta("property", "og:type", "website"),
    ]


def article_meta(article: Article, site: SiteFile, base_url: str = "") -> list[Meta]:
    """Return the ``<meta>`` of a page that is read: 站点标签 and 内容页标签.

    ``PubDate`` is in Beijing time, to the minute.
    """
    at = article.published_at
    optional = [
        Meta("name", "Keywords", ",".join(article.keywords)),
        Meta("name", "Description", article.description),
        Meta("name", "Image", _picture(site, base_url)),
        Meta("name", "Url", _absolute(article.path, base_url)),
        Meta("property", "article:published_time", rfc3339(at) if at else ""),
    ]
    return [
        *_site(site, base_url),
        Meta("name", "ArticleTitle", article.title),
        Meta("name", "PubDate", f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""),
        Meta("name", "ContentSource", article.source or site.organiser or site.name),
        *(meta for meta in optional if meta.content),
        *_shared(article.shared_title, article.description, article.path, site, base_url),
        Meta("property", "og:type", "article"),
    ]


def policy_article(
    policy: Policy, version: Version, path: str, translate: Translate, *, title: str = ""
) -> Article:
    """Describe a page of a policy; ``title`` where it is another than the policy's."""
    kind = translate(KIND_NAMES[policy.kind])
    keywords = tuple(word for word in (policy.subject.strip(), kind, policy.issuer.strip()) if word)
    return Article(
        title or policy.title,
        path,
        published_at(policy, version),
        policy.issuer.strip(),
        _description(policy, version, translate),
        keywords,
        title or " · ".join(filter(None, (policy.title, _stands(policy, version, translate)))),
    )


def _stands(policy: Policy, version: Version, translate: Translate) -> str:
    """Return how a text stands, as far as that is the same at every hour."""
    windows = [window for window in policy.windows if window.version == version.id]
    if version != policy.latest or not (windows or policy.outcome or version.issued_on):
        return version.label
    if version.issued_on or policy.outcome:
        return translate(STATE_NAMES["issued" if version.issued_on else "answered"])
    return translate("征求意见至%(closes)s", closes=closes(windows[-1], translate))


def _description(policy: Policy, version: Version, translate: Translate) -> str:
    windows = [window for window in policy.windows if window.version == version.id]
    sense = policy.summary.strip() if version == policy.latest else ""
    if sense:
        text = sense.rstrip("。") + "。"
    elif windows:
        first, last = opens(windows[-1]), closes(windows[-1])
        text = translate(
            "%(title)s公开征求意见，征集时间%(opens)s至%(closes)s。",
            title=policy.title, opens=first, closes=last,
        )  # fmt: skip
    else:
        text = translate(
            "%(kind)s：%(title)s。", kind=translate(KIND_NAMES[policy.kind]), title=policy.title
        )
    more = [
        (translate("发布机构：%(issuer)s。", issuer=policy.issuer) if policy.issuer else ""),
        (translate("文号：%(doc_no)s。", doc_no=policy.doc_no) if policy.doc_no else ""),
        (
            translate("有效性：%(validity)s。", validity=translate(policy.validity))
            if policy.validity
            else ""
        ),
    ]
    return text + "".join(more)


def _site(site: SiteFile, base_url: str) -> list[Meta]:
    return [
        Meta("name", "SiteName", site.name),
        Meta("name", "SiteDomain", site.domain_at(base_url)),
        Meta("name", "SiteIDCode", site.site_code),
    ]


def _shared(title: str, description: str, path: str, site: SiteFile, base_url: str) -> list[Meta]:
    """Return what search engines and messengers read; addresses only where they are absolute.

    HTML takes ``name`` without regard to case, so an article's Description serves for both.
    """
    shared = [
        Meta("property", "og:title", title),
        Meta("property", "og:site_name", site.name),
        Meta("property", "og:description", description),
        Meta("property", "og:url", _absolute(path, base_url)),
        Meta("property", "og:image", _picture(site, base_url)),
    ]
    return [meta for meta in shared if meta.content]


def _picture(site: SiteFile, base_url: str) -> str:
    """Return the address of the picture of a link that is shared; "" where it is not known."""
    at = site.share_image
    return at if ":" in at else _absolute(share_picture(site), base_url)


def share_picture(site: SiteFile) -> str:
    """Return where the picture for links that are shared is below the site."""
    picture = site.share_picture
    return f"assets/yanlu/share{picture.suffix if picture else '.png'}"


def _absolute(path: str, base_url: str) -> str:
    return base_url.rstrip("/") + "/" + path if base_url else ""

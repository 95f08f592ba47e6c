"""Setting a page: its body from a template, its head, and the theme's shell around both."""

from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from catalogue.window import CHINA, rfc3339
from interface import dates
from interface.language import LANGUAGES, Language, language
from interface.language import TEMPLATES as SHARED
from interface.names import STATE_NAMES
from interface.page_foot import OFFERS, site_facts
from interface.quoting import chinese, named, quoting
from publisher.engine.page_shells import PageShells
from publisher.pages.shell.page import Page
from publisher.sources import SiteFile
from publisher.wording import labels
from publisher.wording.titles import title_html

# Is replaced in the shared footer by the address of the page.
_ADDRESS = "@@address@@"
_NAMES = {"zh-CN": "中文", "en": "English"}
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_FAVICON = Path(__file__).resolve().parents[2] / "theme" / "assets" / "yanlu" / "favicon.svg"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of site and service: absolute, with a final slash, or "" if not known.

    An empty ``service`` is the site's own address.
    """

    service: str = ""
    base: str = ""

    def of_service(self, root: str, path: str, query: dict[str, str] | None = None) -> str:
        """Return the address of a service page as seen from a page whose way up is ``root``."""
        address = (self.service or root) + quote(path)
        return f"{address}?{urlencode(query)}" if query else address

    @property
    def service_origin(self) -> str:
        """The service's origin where it is another one, else ""."""
        parts = urlsplit(self.service)
        return f"{parts.scheme}://{parts.netloc}" if self.service else ""

    @property
    def base_path(self) -> str:
        """The path of the site, "/" where that is not known."""
        return urlsplit(self.base).path or "/"


@dataclass(frozen=True, slots=True)
class PageRenderer:
    """Everything that pages have in common.

    ``shared`` keeps the parts that are the same on all pages of a language and depth.
    """

    shells: PageShells
    site: SiteFile
    addresses: Addresses
    assets_key: str
    preview: bool = False
    shared: dict[tuple[str, str, str], str] = field(default_factory=dict, compare=False)

    def html(self, page: Page, tag: str) -> str:
        """Return the whole page in one language."""
        locale = language(tag)
        context = self._context(page, locale)
        environment = _environment(tag)
        body = environment.get_template(page.template).render(context | page.values)
        parts = {
            part: environment.get_template(f"parts/{part}.html").render(context)
            for part in ("head", "header")
        }
        for part in ("styles", "footer"):
            key = (part, tag, context["root"])
            if key not in self.shared:
                template = environment.get_template(f"parts/{part}.html")
                self.shared[key] = template.render(context | {"address": _ADDRESS})
            parts[part] = self.shared[key]
        parts["footer"] = parts["footer"].replace(_ADDRESS, escape(context["canonical"]))
        if page.file != "index.html":
            shell = self.shells.by_depth[0].at(self.addresses.base_path)
        else:
            shell = self.shells.by_depth[(locale.prefix + page.path).count("/")]
        return shell.fill(lang=tag, content=body, **parts)

    def _context(self, page: Page, locale: Language) -> dict[str, Any]:
        path, is_index = locale.prefix + page.path, page.file == "index.html"
        # The page for missing ones is served in any folder.
        root = "../" * path.count("/") or "./" if is_index else self.addresses.base_path
        twins = [] if page.only_chinese else LANGUAGES
        return {
            "page": page,
            "root": root,
            "home": root + locale.prefix,
            "lang": locale.tag,
            "zh": marked(' lang="zh-CN"') if locale.prefix else "",
            "prefix": locale.prefix,
            "twins": [
                {"lang": tag, "name": _NAMES[tag], "href": root + language(tag).prefix + page.path}
                for tag in twins
            ],
            "site": self.site,
            "mark_words": "" if self.site.mark_picture else self.site.shown_mark,
            "mark_picture": self._mark_picture(root),
            "favicon": _favicon(),
            "addresses": self.addresses,
            "assets_key": self.assets_key,
            "preview": self.preview,
            "canonical": self.addresses.base + path if self.addresses.base and is_index else "",
            "facts": site_facts(self.site),
            "offers": OFFERS,
        }

    def _mark_picture(self, root: str) -> str:
        """Return the address of the mark where it is a picture, else ""."""
        is_picture = self.site.mark_picture is not None
        return f"{root}{self.site.shown_mark}?{self.assets_key}" if is_picture else ""


@cache
def _favicon() -> str:
    """Return the product's icon as an address that holds it, which costs no request."""
    return f"data:image/svg+xml,{quote(_FAVICON.read_bytes(), safe='/=:')}"


@cache
def _environment(tag: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translate = language(tag).translate
    for write in (
        dates.day, dates.month_day, dates.opens, dates.closes, dates.closes_briefly, dates.period,
    ):  # fmt: skip
        environment.globals[write.__name__] = partial(write, translate=translate)
    environment.globals |= {
        "_": translate, "quoted": quoting(translate), "chinese": partial(chinese, translate),
        "named": partial(named, translate),
        "rfc3339": rfc3339,
        "days": labels.days, "unbroken": unbroken, "china": CHINA, "state_names": STATE_NAMES,
        "validity_css": labels.VALIDITY_CSS, "validity_notes": labels.VALIDITY_NOTES,
    }  # fmt: skip
    return environment


def marked(html: str) -> Markup:
    """Mark HTML that this program has made, every text in it escaped."""
    return Markup(html)  # noqa: S704


def unbroken(title: str) -> Markup:
    """Set a title without a break inside the words that name its kind."""
    return marked(title_html(title))


def path_of(page: Page, tag: str) -> str:
    """Return the page's file below the site."""
    return f"{language(tag).prefix}{page.path}{page.file}"

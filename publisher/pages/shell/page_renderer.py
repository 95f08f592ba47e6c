"""Setting a page: its body from a template, its head, and the theme's shell around both."""

from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from catalogue.window import CHINA, rfc3339
from look import dates
from look.language import LANGUAGES, Language, language
from look.language import TEMPLATES as SHARED
from look.names import STATE_NAMES
from look.quoting import chinese, quoting
from publisher.engine.page_shells import PageShell, PageShells
from publisher.pages.shell.footer import OFFERS, footer_facts
from publisher.pages.shell.page import Page
from publisher.sources import SiteFile
from publisher.wording import labels
from publisher.wording.titles import title_html

# Stands in the shared footer for the address of the page.
_ADDRESS = "@@address@@"
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the site and the service are: absolute, with a final slash, or "" if not known.

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
        """The path at which the site stands, "/" where that is not known."""
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
        spoken = language(tag)
        context = self._context(page, spoken)
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
        return self._shell(page, spoken).fill(lang=tag, content=body, **parts)

    def _shell(self, page: Page, spoken: Language) -> PageShell:
        if page.file != "index.html":
            return self.shells.by_depth[0].at(self.addresses.base_path)
        return self.shells.by_depth[page.depth + bool(spoken.prefix)]

    def _context(self, page: Page, spoken: Language) -> dict[str, Any]:
        root = self._root(page, spoken)
        twins = [] if page.only_chinese else self._twins(page, root)
        return {
            "page": page,
            "root": root,
            "home": root + spoken.prefix,
            "lang": spoken.tag,
            "zh": marked(' lang="zh-CN"') if spoken.prefix else "",
            "prefix": spoken.prefix,
            "twins": twins,
            "site": self.site,
            "addresses": self.addresses,
            "assets_key": self.assets_key,
            "preview": self.preview,
            "canonical": self._canonical(page, spoken),
            "footer_facts": footer_facts(self.site),
            "offers": OFFERS,
        }

    def _root(self, page: Page, spoken: Language) -> str:
        """Return the way from a page up to the site's first folder."""
        if page.file != "index.html":
            return self.addresses.base_path
        return "../" * (page.depth + bool(spoken.prefix)) or "./"

    def _twins(self, page: Page, root: str) -> list[dict[str, str]]:
        """Return the page's address in each language."""
        folder = f"{page.folder}/" if page.folder else ""
        if page.file != "index.html":
            folder = ""
        names = {"zh-CN": "中文", "en": "English"}
        return [
            {"lang": tag, "name": names[tag], "href": f"{root}{language(tag).prefix}{folder}"}
            for tag in LANGUAGES
        ]

    def _canonical(self, page: Page, spoken: Language) -> str:
        if not self.addresses.base or page.file != "index.html":
            return ""
        folder = f"{page.folder}/" if page.folder else ""
        return f"{self.addresses.base}{spoken.prefix}{folder}"


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
    spoken = language(tag)
    for write in (dates.day, dates.opens, dates.closes, dates.period):
        environment.globals[write.__name__] = partial(write, say=spoken.say)
    environment.globals.update(rfc3339=rfc3339, state_names=STATE_NAMES)
    environment.globals.update(quoted=quoting(spoken.say), chinese=partial(chinese, spoken.say))
    environment.globals.update(_=spoken.say, days=labels.days, unbroken=unbroken, china=CHINA)
    environment.globals.update(
        validity_css=labels.VALIDITY_CSS, validity_notes=labels.VALIDITY_NOTES
    )
    return environment


def marked(html: str) -> Markup:
    """Mark HTML that this program has made, every text in it escaped."""
    return Markup(html)  # noqa: S704


def unbroken(title: str) -> Markup:
    """Set a title without a break inside the words that name its kind."""
    return marked(title_html(title))


def path_of(page: Page, tag: str) -> str:
    """Return the page's file below the site."""
    folder = f"{page.folder}/" if page.folder else ""
    return f"{language(tag).prefix}{folder}{page.file}"

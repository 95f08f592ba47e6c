"""What depends on every policy: the first page, lists, catalogue; and the fixed files."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from catalogue.codec import dump_catalogue, schema_names, schema_text
from catalogue.model import Catalogue
from catalogue.text import simplified_pairs
from interface.language import LANGUAGES, language, messages
from interface.own_colour import colour_rules
from interface.stylesheet import stylesheet
from publisher.build.fingerprints import NOTICE
from publisher.build.redirects import redirect_pages
from publisher.build.scripts import SCRIPTS, site_scripts
from publisher.compile.neighbours import newest_first
from publisher.feeds import feed_files
from publisher.files.output import Output
from publisher.pages import PageRenderer, listing, path_of, site_pages
from publisher.pages.shell.meta import share_picture
from publisher.pages.site.items import Items
from publisher.pages.site.open_data import schema_file
from publisher.search import example_questions
from publisher.sources import SiteFile
from publisher.sources.own_file import read_own

# Of so many policies, the newest, the search page takes its examples.
_EXAMPLES_FROM = 12
# What a script may say; the words of the interface among it are known by their translations.
_SAID = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def write_site(
    renderer: PageRenderer, catalogue: Catalogue, interface: Path, staging: Path, shown_at: datetime
) -> tuple[str, ...]:
    """Write it all; the policies' own files and the index are in ``staging`` already.

    Return the names of the files and folders right below the site, or below ``en/``.
    """
    output, names = Output(staging), set()
    for path, data in _site_files(renderer, catalogue, interface, staging, shown_at):
        output.data(path, data)
        names.add(path.removeprefix("en/").partition("/")[0])
    # A policy's folder is its own, whatever else is in it.
    return tuple(sorted(names - {policy.id for policy in catalogue.policies}))


def _site_files(
    renderer: PageRenderer, catalogue: Catalogue, interface: Path, staging: Path, shown_at: datetime
) -> Iterator[tuple[str, bytes]]:
    base_url = renderer.addresses.base
    lists: list[str] = []
    newest = [policy.id for policy in newest_first(catalogue.policies)[:_EXAMPLES_FROM]]
    examples = example_questions(staging / "assets" / "search", newest)
    for tag in LANGUAGES:
        items = Items(language(tag), shown_at)
        for page in site_pages(catalogue, renderer.site, items, base_url, examples):
            yield path_of(page, tag), renderer.html(page, tag).encode()
            if page.kind == "list" and tag == LANGUAGES[0]:
                lists.append(f"{page.folder}/")
    yield "assets/lists.json", listing(catalogue, shown_at).encode()
    yield from renderer.shells.files.items()
    for name, text in site_scripts().items():
        yield f"assets/yanlu/{name}", text.encode()
    yield "assets/yanlu/favicon.svg", (SCRIPTS / "favicon.svg").read_bytes()
    yield share_picture(renderer.site), _shared_picture(renderer.site)
    yield "assets/yanlu/en.json", script_words("en").encode()
    style = stylesheet("yanlu.css", interface / "style") + colour_rules(renderer.site.colour)
    yield "assets/yanlu/yanlu.css", style.encode()
    if picture := renderer.site.mark_picture:
        yield renderer.site.shown_mark, read_own(picture, follow=True)
    yield "assets/NOTICE.txt", NOTICE.read_bytes()
    yield "assets/search/simplified.txt", simplified_pairs().encode()
    for schema in schema_names():
        yield schema_file(schema), schema_text(schema).encode()
    yield from redirect_pages(renderer.site, catalogue, base_url, staging)
    yield from feed_files(catalogue, renderer.site, base_url, lists)
    yield "catalogue.json", dump_catalogue(catalogue).encode()


def _shared_picture(site: SiteFile) -> bytes:
    """Return the picture of links that are shared: the city's own, else the product's."""
    if site.share_picture:
        return read_own(site.share_picture, follow=True)
    # A site with a name of its own is not shown under the product's.
    drawn = "share.png" if site.name == SiteFile().name else "share-plain.png"
    return (SCRIPTS / drawn).read_bytes()


def script_words(tag: str) -> str:
    """Return, as JSON, the words that the scripts say in a language; two forms are a list."""
    said = {found[1:-1] for text in site_scripts().values() for found in _SAID.findall(text)}
    known = messages(tag)
    return json.dumps(
        {word: known[word].string for word in sorted(said) if word in known}, ensure_ascii=False
    )

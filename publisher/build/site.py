"""What depends on every policy: the first page, lists, catalogue; and the fixed files."""

import json
import re
from pathlib import Path

from catalogue.codec import dump_catalogue, schema_names, schema_text
from catalogue.model import Catalogue
from catalogue.text import simplified_pairs
from look.language import LANGUAGES, messages
from publisher.build.fingerprints import NOTICE, SCRIPTS
from publisher.build.scripts import served_scripts
from publisher.feeds import feed_files
from publisher.files.output import Output
from publisher.pages import PageRenderer, listing, path_of, site_pages
from publisher.pages.site.open_data import schema_file

# What a script may say; the words of the interface among it are known by their translations.
_SAID = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def write_site(setting: PageRenderer, catalogue: Catalogue, look: Path, staging: Path) -> None:
    """Write it all; the policies' own files and the index stand in ``staging`` already."""
    output, base_url = Output(staging), setting.addresses.base
    lists: list[str] = []
    for tag in LANGUAGES:
        for page in site_pages(catalogue, setting.site, tag, base_url):
            output.text(path_of(page, tag), setting.html(page, tag))
            if page.kind == "list" and tag == LANGUAGES[0]:
                lists.append(f"{page.folder}/")
    output.text("assets/lists.json", listing(catalogue))
    for name, data in setting.frames.files.items():
        output.data(name, data)
    for name, text in served_scripts(SCRIPTS):
        output.text(f"assets/yanlu/{name}", text)
    output.copy(SCRIPTS / "favicon.svg", "assets/yanlu/favicon.svg")
    output.text("assets/yanlu/en.json", script_words("en"))
    output.copy(look / "yanlu.css", "assets/yanlu/yanlu.css")
    output.copy(NOTICE, "assets/NOTICE.txt")
    output.text("assets/search/simplified.txt", simplified_pairs())
    for schema in schema_names():
        output.text(schema_file(schema), schema_text(schema))
    for name, data in feed_files(catalogue, setting.site, base_url, lists):
        output.data(name, data)
    output.text("catalogue.json", dump_catalogue(catalogue))


def script_words(tag: str) -> str:
    """Return, as JSON, the words that the scripts say in a language; two forms are a list."""
    texts = (path.read_text("utf-8") for path in sorted(SCRIPTS.rglob("*.js")))
    said = {found[1:-1] for text in texts for found in _SAID.findall(text)}
    known = messages(tag)
    return json.dumps(
        {word: known[word].string for word in sorted(said) if word in known}, ensure_ascii=False
    )

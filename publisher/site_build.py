"""What depends on every policy: the first page, lists, catalogue; and the fixed files."""

from pathlib import Path

from catalogue.codec import dump_catalogue, schema_text
from catalogue.model import CATALOGUE_SCHEMA, CLAUSES_SCHEMA, Catalogue
from catalogue.results import RESULTS_SCHEMA
from catalogue.text import simplified_pairs
from look.language import LANGUAGES
from publisher.output import Output
from publisher.pages import Setting, path_of, site_pages
from publisher.setting_up import SCRIPTS


def write_site(setting: Setting, catalogue: Catalogue, look: Path, staging: Path) -> None:
    """Write it all; the policies' own files and the index stand in ``staging`` already."""
    output = Output(staging)
    for tag in LANGUAGES:
        for page in site_pages(catalogue, setting.site, tag):
            output.text(path_of(page, tag), setting.html(page, tag))
    for name, data in setting.frames.files.items():
        output.data(name, data)
    for path in sorted(SCRIPTS.iterdir()):
        output.copy(path, f"assets/yanlu/{path.name}")
    output.copy(look / "yanlu.css", "assets/yanlu/yanlu.css")
    output.text("assets/search/simplified.txt", simplified_pairs())
    for schema in (CATALOGUE_SCHEMA, CLAUSES_SCHEMA, RESULTS_SCHEMA):
        name = schema.replace("/", "-") + ".schema.json"
        output.text(f"assets/{name}", schema_text(schema))
    output.text("catalogue.json", dump_catalogue(catalogue))

"""What depends on every policy: the first page, lists, search, catalogue; and the fixed files."""

import json
from pathlib import Path

from catalogue.codec import dump_catalogue, schema_text
from catalogue.model import CATALOGUE_SCHEMA, CLAUSES_SCHEMA, Catalogue, Policy
from catalogue.text import digest, simplified_pairs
from look.language import LANGUAGES
from publisher.output import Output
from publisher.pages import Setting, listing, path_of, site_pages
from publisher.search import Document, write_index
from publisher.setting_up import SCRIPTS


def write_site(
    setting: Setting, catalogue: Catalogue, look: Path, staging: Path, old: Path
) -> None:
    """Write it all; the policies' own files stand in ``staging`` already."""
    output = Output(staging)
    for tag in LANGUAGES:
        for page in site_pages(catalogue, setting.site, tag):
            output.text(path_of(page, tag), setting.html(page, tag))
    for name, data in setting.frames.files.items():
        output.data(name, data)
    for path in sorted(SCRIPTS.iterdir()):
        output.copy(path, f"assets/yanlu/{path.name}")
    output.copy(look / "yanlu.css", "assets/yanlu/yanlu.css")
    output.text("assets/lists.json", listing(catalogue, setting.site))
    _search(catalogue, staging, old)
    output.text("assets/search/simplified.txt", simplified_pairs())
    for schema in (CATALOGUE_SCHEMA, CLAUSES_SCHEMA):
        name = schema.replace("/", "-") + ".schema.json"
        output.text(f"assets/{name}", schema_text(schema))
    output.text("catalogue.json", dump_catalogue(catalogue))


def _search(catalogue: Catalogue, staging: Path, old: Path) -> None:
    documents = [_document(policy, staging) for policy in catalogue.policies]
    write_index(staging / "assets" / "search", documents, old / "assets" / "search")


def _document(policy: Policy, staging: Path) -> Document:
    data = json.loads((staging / policy.latest.clauses).read_bytes())
    clauses = tuple(clause["heading"] + clause["text"] for clause in data["clauses"])
    return Document(
        policy=policy.id,
        title=policy.title,
        kind=policy.kind,
        version=policy.latest.id,
        digest=digest("\n".join(clauses)),
        clauses=clauses,
    )

"""The build: every problem is found first, then the site is made beside the old one."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from catalogue.codec import dump_catalogue, dump_clauses, schema_text
from catalogue.model import CATALOGUE_SCHEMA, CLAUSES_SCHEMA
from catalogue.results import RESULTS_SCHEMA
from catalogue.text import digest, simplified_pairs
from catalogue.window import CHINA, rfc3339
from publisher.changes import TABLE_FILE, comparisons
from publisher.compile import Compiled, CompiledPolicy, compile_site
from publisher.documents import comparison_table
from publisher.engine import EngineRun, render, unused_files
from publisher.pages import Addresses, write_pages
from publisher.pages.results import RESULTS_FILE, results_folder, results_json
from publisher.pages.words import day
from publisher.problems import BuildFailed, Problems
from publisher.search import Document, write_index
from publisher.sources import read_policies, read_site_file
from publisher.staging import scratch, staged, sweep


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build from where to where; ``now`` is aware, addresses may be empty."""

    policies: Path
    site: Path
    site_file: Path
    mkdocs_file: Path
    look: Path
    now: datetime
    base_url: str = ""
    service_url: str = ""
    preview: bool = False


def check_sources(request: BuildRequest, problems: Problems) -> Compiled:
    """Read and compile everything; what is wrong goes to ``problems``."""
    site = read_site_file(request.site_file, problems)
    sources = read_policies(request.policies, problems)
    return compile_site(sources, site, request.now, problems, preview=request.preview)


def build_site(request: BuildRequest, problems: Problems) -> Compiled:
    """Build and swap in the site; ``BuildFailed`` leaves the old one as it was."""
    compiled = check_sources(request, problems)
    if problems.errors:
        message = f"{len(problems.errors)} errors in the sources"
        raise BuildFailed(message)
    sweep(request.site)
    with staged(request.site) as staging, scratch(request.site) as pages:
        service = _with_slash(request.service_url)
        write_pages(compiled, pages, Addresses(service), preview=request.preview)
        render(_engine_run(request, compiled, pages, staging))
        shutil.copyfile(request.look / "yanlu.css", staging / "assets" / "yanlu" / "yanlu.css")
        _finish(compiled, staging, request.site)
    return compiled


def _engine_run(request: BuildRequest, compiled: Compiled, pages: Path, output: Path) -> EngineRun:
    service = _with_slash(request.service_url)
    origin = urlsplit(service)
    local = request.now.astimezone(CHINA)
    extra = {
        "service": service,
        "service_origin": f" {origin.scheme}://{origin.netloc}" if service else "",
        "built_at": rfc3339(local),
        "built_day": day(local),
        "site": compiled.site.model_dump(),
    }
    base = _with_slash(request.base_url)
    return EngineRun(request.mkdocs_file, pages, output, base, compiled.site.name, extra)


def _with_slash(url: str) -> str:
    return url.rstrip("/") + "/" if url else ""


def _finish(compiled: Compiled, staging: Path, old: Path) -> None:
    for path in unused_files(staging):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for policy in compiled.policies:
        for edition in policy.editions:
            target = staging / edition.version.clauses
            target.write_text(dump_clauses(edition.clauses), "utf-8")
        _copy_files(policy, staging)
        if policy.results:
            target = staging / results_folder(policy.policy.id) / RESULTS_FILE
            target.write_text(results_json(policy.results), "utf-8")
        for comparison in comparisons(policy):
            table = comparison_table(comparison, compiled.catalogue.built_at)
            (staging / comparison.folder / TABLE_FILE).write_bytes(table)
    documents = [_document(policy) for policy in compiled.policies]
    search = staging / "assets" / "search"
    write_index(search, documents, old / "assets" / "search")
    (search / "simplified.txt").write_text(simplified_pairs(), "utf-8")
    for schema in (CATALOGUE_SCHEMA, CLAUSES_SCHEMA, RESULTS_SCHEMA):
        name = schema.replace("/", "-") + ".schema.json"
        (staging / "assets" / name).write_text(schema_text(schema), "utf-8")
    (staging / "catalogue.json").write_text(dump_catalogue(compiled.catalogue), "utf-8")


def _copy_files(policy: CompiledPolicy, staging: Path) -> None:
    for path in policy.files:
        folder = staging / policy.policy.id / "files"
        folder.mkdir(exist_ok=True)
        shutil.copyfile(path, folder / path.name)


def _document(compiled: CompiledPolicy) -> Document:
    edition = compiled.latest
    clauses = tuple(clause.heading + clause.text for clause in edition.clauses.clauses)
    return Document(
        policy=compiled.policy.id,
        title=compiled.policy.title,
        kind=compiled.policy.kind,
        version=edition.version.id,
        digest=digest("\n".join(clauses)),
        clauses=clauses,
    )

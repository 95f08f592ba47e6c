"""The search index of a build: from nothing, or from the old one and what changed."""

import tempfile
from pathlib import Path

from catalogue.codec import load_clauses
from catalogue.model import Catalogue, Policy
from publisher.build.pool import Batch
from publisher.search import (
    Document,
    Each,
    Facets,
    OldIndexError,
    Spill,
    Spilled,
    document_of,
    facets_of,
    kept_about,
    write_all,
    write_changed,
)


class IndexBuild:
    """Gathers what is indexed while policies are rendered, and writes the index at the end.

    ``whole`` where every policy is rendered: then their postings are spilled as they come.
    """

    def __init__(self, folder: Path, site: Path, *, whole: bool) -> None:
        self.folder, self.old, self.whole = folder, site / "assets" / "search", whole
        self._spilled: list[Spilled] = []
        self._documents: dict[str, Document] = {}
        self._set_back = False

    @property
    def spills(self) -> Path | None:
        """The folder of the index where documents are to be spilled, each once; else None."""
        return self.folder if self.whole else None

    def take(self, batch: Batch) -> None:
        """Take what came of some policies; of one that was rendered twice the last counts."""
        if batch.spilled:
            self._spilled.append(batch.spilled)
        self._documents |= {document.policy: document for document in batch.documents}

    def set_back(self, name: str, document: Document | None) -> None:
        """Take an older document instead of one that was taken; what was spilled is void."""
        self._documents.pop(name, None)
        if document:
            self._documents[name] = document
        self._set_back = self.whole

    def write(self, catalogue: Catalogue, staging: Path, each: Each) -> None:
        """Write the index of all policies of the catalogue."""
        facets = {policy.id: facets_of(policy) for policy in catalogue.policies}
        if self._set_back:
            self._write_from_pages(catalogue, facets, staging, each)
            return
        if self.whole:
            write_all(self.folder, self._spilled, facets, each)
            return
        changed = [doc for name, doc in sorted(self._documents.items()) if name in facets]
        try:
            write_changed(self.folder, self.old, changed, facets, each)
        except OldIndexError:
            self._write_from_pages(catalogue, facets, staging, each)

    def _write_from_pages(
        self, catalogue: Catalogue, facets: dict[str, Facets], staging: Path, each: Each
    ) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            spill = Spill(self.folder, Path(scratch) / "spill")
            for policy in catalogue.policies:
                spill.add(self._document(policy, staging))
            write_all(self.folder, [spill.finish()], facets, each)

    def _document(self, policy: Policy, staging: Path) -> Document:
        """Return what is indexed of a policy; of one that was spilled, its text file has it."""
        if known := self._documents.get(policy.id):
            return known
        held = load_clauses((staging / policy.latest.clauses).read_text("utf-8"))
        about = kept_about(self.folder if self.whole else self.old, policy.id)
        return document_of(policy, held.clauses, about)

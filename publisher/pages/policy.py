"""The pages of one policy: its latest version, each version for good, what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from catalogue.model import Clause
from look.language import LANGUAGES, Language, language
from publisher.changes import changes_folder, comparisons
from publisher.compile import CompiledPolicy, Edition
from publisher.documents.downloads import Download
from publisher.pages import words
from publisher.pages.changes import page_values
from publisher.pages.english import english_values
from publisher.pages.life import Life
from publisher.pages.neighbours import Neighbour
from publisher.pages.page import Page
from publisher.pages.policy_text import PolicyText, contents
from publisher.pages.setting import Addresses, marked
from publisher.pages.told import spoken_of
from publisher.pages.tombstones import errata_values, tombstone_values

QR_FILE = "qr.svg"
_FORMS = {"docx": "Word（.docx）", "pdf": "PDF"}


@dataclass(slots=True)
class PolicyPages:
    """Makes the pages of one policy in each language.

    ``downloads`` are the files that were made ahead; an outcome is due
    ``outcome_due_days`` days after the last day.
    """

    compiled: CompiledPolicy
    neighbours: tuple[Neighbour, ...]
    addresses: Addresses
    downloads: Sequence[Download] = ()
    outcome_due_days: int = 30
    text: PolicyText = field(init=False)

    def __post_init__(self) -> None:
        """Keep what is rendered for all pages."""
        self.text = PolicyText(self.compiled, self.neighbours)

    @property
    def qr_address(self) -> str:
        """What the QR code leads to: a policy with a folder, where the site's address is known."""
        policy, base = self.compiled.policy, self.addresses.base
        return f"{base}{policy.id}/" if base and len(policy.languages) > 1 else ""

    def pages(self, tag: str) -> Iterator[Page]:
        """Yield every page in one language; permanent pages are in Chinese alone."""
        spoken = language(tag)
        yield _View(self, self.compiled.latest, spoken).page()
        if tag == LANGUAGES[0]:
            for edition in self.compiled.editions:
                yield _View(self, edition, spoken, permanent=True).page()
        policy = self.compiled.policy
        for comparison in comparisons(self.compiled):
            title = f"{spoken.say('修改对照')} · {policy.title}"
            values = page_values(comparison)
            yield Page(comparison.folder, "changes", title, "changes.html", values, policy.issuer)


@dataclass(frozen=True, slots=True)
class _View:
    """One version as one page shows it; ``permanent`` is the version's own page."""

    of: PolicyPages
    edition: Edition
    spoken: Language
    permanent: bool = False

    @property
    def root(self) -> str:
        return "../" * ((2 if self.permanent else 1) + bool(self.spoken.prefix))

    def page(self) -> Page:
        policy = self.of.compiled.policy
        folder = f"{policy.id}/{self.edition.version.id}" if self.permanent else policy.id
        values = {**self._head(), **self._facts(), **self._around(), **self._text()}
        return Page(
            folder, "policy", policy.title, "policy.html", values, policy.issuer,
            only_chinese=self.permanent or len(policy.languages) == 1,
        )  # fmt: skip

    def _head(self) -> dict[str, Any]:
        policy, say = self.of.compiled.policy, self.spoken.say
        return {
            "policy": policy,
            "version": self.edition.version,
            "permanent": self.permanent,
            "due_days": self.of.outcome_due_days,
            "kind_name": say(words.KIND_NAMES[policy.kind]),
        }

    def _facts(self) -> dict[str, Any]:
        of, policy, version = self.of, self.of.compiled.policy, self.edition.version
        windows = [window for window in policy.windows if window.version == version.id]
        say = self.spoken.say
        return {
            "windows": windows,
            "life": Life(policy, of.neighbours, say, of.outcome_due_days).shown(),
            "form_href": self._form({"version": version.id}),
            "receipts_href": of.addresses.of_service(self.root, "receipts/", self._asked),
            "channels": words.channels(policy) if windows else [],
            "metadata": words.metadata(policy, say),
            "qr": f"{self.root}{policy.id}/{QR_FILE}" if of.qr_address else "",
            "page_address": of.qr_address,
        }

    def _around(self) -> dict[str, Any]:
        compiled, say = self.of.compiled, self.spoken.say
        names = {rel: say(name) for rel, name in words.LINK_NAMES.items()}
        return {
            "links": [
                (names[near.rel], near, _in_words(near.clauses))
                for near in self.of.neighbours
                if not near.incoming
            ],
            "incoming": [
                (names[near.rel], near, spoken_of(compiled, near))
                for near in self.of.neighbours
                if near.incoming
            ],
            "beside": [
                ("notice", say("公告"), compiled.notice),
                ("explanation", say("起草说明"), compiled.explanation),
                ("interpretation", say("解读"), compiled.interpretation),
            ],
            "changes": {
                new.version.id: changes_folder(compiled.policy.id, old, new)
                for old, new in pairwise(compiled.editions)
            },
            "downloads": self._downloads(),
        }

    def _downloads(self) -> list[tuple[str, str]]:
        version = self.edition.version.id
        here = (each for each in self.of.downloads if each.version == version)
        return [(_FORMS[each.form], f"{self.root}{each.path}") for each in here]

    def _text(self) -> dict[str, Any]:
        compiled, edition, say = self.of.compiled, self.edition, self.spoken.say
        remains = None if self.permanent else compiled.remains
        windows = any(window.version == edition.version.id for window in compiled.policy.windows)
        href = self._comment_href if windows else None
        html = self.of.text.html(edition, say, self.root, href, permanent=self.permanent)
        return {
            "contents": contents(edition),
            "tombstones": tombstone_values(compiled, remains, self.root) if remains else [],
            "errata": errata_values(edition),
            "titles": edition.cover("title"),
            "closing": edition.cover("closing"),
            "enactment": edition.cover("enactment"),
            "clauses": marked(html),
            "english": None if self.permanent else english_values(edition),
        }

    def _comment_href(self, clause: Clause) -> str:
        return self._form({"version": self.edition.version.id, "clause": clause.wid})

    def _form(self, query: dict[str, str]) -> str:
        path = f"forms/{self.of.compiled.policy.id}"
        return self.of.addresses.of_service(self.root, path, query | self._asked)

    @property
    def _asked(self) -> dict[str, str]:
        """Ask the service for the page's language where that is not its own."""
        return {"lang": self.spoken.tag} if self.spoken.prefix else {}


def _in_words(names: Sequence[str]) -> list[str]:
    """Keep the clauses of another text that are named as readers name them, not by an id."""
    return [name for name in names if not name.isascii()]

"""The pages of one policy: its latest version, each version permanently, what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from catalogue.model import Clause, Version
from catalogue.states import answers
from catalogue.window import Window
from interface.language import LANGUAGES, Language, Translate, language
from interface.names import ASSURANCE_ASKED, KIND_NAMES
from interface.privacy_notice import PrivacyNotice
from publisher.addresses.feeds import has_feed
from publisher.clauses.markdown.inline import TextMarks
from publisher.clauses.notice import Notice
from publisher.compile.comparisons import changes_folder, comparisons
from publisher.compile.policy import CompiledPolicy, Edition
from publisher.compile.related import RelatedTexts
from publisher.markup.inline_html import InlineHtml
from publisher.markup.prose import no_attributes, notice_values
from publisher.pages.outcome.page import outcome_summary, results_pages
from publisher.pages.policy.annotations import own_clauses
from publisher.pages.policy.changes import page_values
from publisher.pages.policy.download import Download
from publisher.pages.policy.english_text import english_values
from publisher.pages.policy.explanations import clauses_of, interpretation_values
from publisher.pages.policy.near import near_values
from publisher.pages.policy.promises import commitments_values
from publisher.pages.policy.text import PolicyText, Way, contents, length
from publisher.pages.policy.timeline import Timeline
from publisher.pages.policy.tombstone_html import errata_values, tombstone_values
from publisher.pages.shell.meta import Meta, article_meta, policy_article
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_renderer import Addresses, marked
from publisher.pages.site.follow import policy_follow
from publisher.sources import SiteFile
from publisher.wording import labels

QR_FILE = "qr.svg"
_FORMS = {"docx": "Word（.docx）", "pdf": "PDF"}


@dataclass(slots=True)
class PolicyPages:
    """Makes the pages of one policy in each language; ``downloads`` are files made before."""

    compiled: CompiledPolicy
    related: RelatedTexts
    site: SiteFile
    addresses: Addresses
    downloads: Sequence[Download] = ()
    text: PolicyText = field(init=False)

    def __post_init__(self) -> None:
        """Render the texts once for all pages."""
        self.text = PolicyText(self.compiled, self.related)

    @property
    def qr_address(self) -> str:
        """What the QR code leads to: a policy with a folder, where the site's address is known."""
        policy, base = self.compiled.policy, self.addresses.base
        return f"{base}{policy.id}/" if base and len(policy.languages) > 1 else ""

    def pages(self, tag: str) -> Iterator[Page]:
        """Yield every page in one language; permanent pages are in Chinese alone."""
        locale = language(tag)
        yield _VersionView(self, self.compiled.latest, locale).page()
        if tag == LANGUAGES[0]:
            for edition in self.compiled.editions:
                yield _VersionView(self, edition, locale, permanent=True).page()
        yield from self._others(locale)

    def _others(self, locale: Language) -> Iterator[Page]:
        """Yield the pages of what changed, of the outcome, and on how to follow."""
        for comparison in comparisons(self.compiled):
            title = locale.translate("修改对照")
            values = page_values(self.compiled, comparison, locale.translate)
            yield self._other(comparison.folder, "changes", title, values, locale)
        if results := self.compiled.results:
            for folder, values in results_pages(self.compiled, results, locale.translate):
                yield self._other(folder, "results", values["name"], values, locale)
        if has_feed(policy := self.compiled.policy):
            values = policy_follow(policy, self.addresses.base)
            title = locale.translate("怎样订阅")
            yield self._other(f"{policy.id}/follow", "follow", title, values, locale)

    def _other(
        self, folder: str, kind: str, name: str, values: dict[str, Any], locale: Language
    ) -> Page:
        title = f"{self.compiled.policy.title} · {name}"
        version = self.compiled.latest.version
        metas = self.metas(version, f"{locale.prefix}{folder}/", locale.translate, title)
        return Page(folder, kind, title, f"{kind}.html", values, metas=metas)

    def metas(
        self, version: Version, path: str, translate: Translate, title: str = ""
    ) -> tuple[Meta, ...]:
        """Return the ``<meta>`` of a page of this policy; ``path`` is below the site."""
        article = policy_article(self.compiled.policy, version, path, translate, title=title)
        return tuple(article_meta(article, self.site, self.addresses.base))


@dataclass(frozen=True, slots=True)
class _VersionView:
    """One version as one page shows it; ``permanent`` is the version's own page."""

    of: PolicyPages
    edition: Edition
    locale: Language
    permanent: bool = False

    @property
    def root(self) -> str:
        return "../" * ((2 if self.permanent else 1) + bool(self.locale.prefix))

    @property
    def home(self) -> str:
        return self.root + self.locale.prefix

    @property
    def windows(self) -> list[Window]:
        policy, version = self.of.compiled.policy, self.edition.version
        return [window for window in policy.windows if window.version == version.id]

    @property
    def asked(self) -> Window | None:
        """The last window whose comments have had no answer; None once the text is issued."""
        policy = self.of.compiled.policy
        left = [window for window in self.windows if not answers(policy, window)]
        return None if policy.latest.issued_on else max(left, key=_end, default=None)

    def page(self) -> Page:
        policy = self.of.compiled.policy
        folder = f"{policy.id}/{self.edition.version.id}" if self.permanent else policy.id
        values = {**self._head(), **self._facts(), **self._around(), **self._text()}
        path = f"{self.locale.prefix}{folder}/"
        return Page(
            folder, "policy", policy.title, "policy.html", values,
            metas=self.of.metas(self.edition.version, path, self.locale.translate),
            only_chinese=self.permanent or len(policy.languages) == 1,
        )  # fmt: skip

    def _head(self) -> dict[str, Any]:
        policy, translate = self.of.compiled.policy, self.locale.translate
        return {
            "policy": policy,
            "version": self.edition.version,
            "permanent": self.permanent,
            "due_days": self.of.site.outcome_due_days,
            "kind_name": translate(KIND_NAMES[policy.kind]),
        }

    def _facts(self) -> dict[str, Any]:
        of, policy, version = self.of, self.of.compiled.policy, self.edition.version
        translate, windows, asked = self.locale.translate, self.windows, self.asked
        return {
            "windows": windows,
            "asked": asked,
            "due": asked and asked.last_day + timedelta(days=of.site.outcome_due_days),
            "other_ways": labels.other_ways(policy, translate),
            "timeline": Timeline(
                policy, of.related.naming, translate, of.site.outcome_due_days
            ).days(),
            "form_href": self._form({"version": version.id}),
            "comments_href": self._comments_href if policy.publish_comments != "none" else "",
            "follow_href": f"{self.home}{policy.id}/follow/" if has_feed(policy) else "",
            "receipts_href": of.addresses.of_service(self.root, "receipts/", self._asked),
            "channels": labels.channels(policy) if windows else [],
            "assurance_asked": translate(ASSURANCE_ASKED.get(policy.assurance, "")),
            "privacy": self._privacy(),
            "metadata": labels.metadata(policy, translate),
            "qr": f"{self.root}{policy.id}/{QR_FILE}" if of.qr_address else "",
            "page_address": of.qr_address,
        }

    def _privacy(self) -> PrivacyNotice:
        site = self.of.site
        kept = site.privacy.retention_days, site.privacy.archive
        return PrivacyNotice(self.of.compiled.policy, site.organiser, *kept)

    def _around(self) -> dict[str, Any]:
        compiled, translate = self.of.compiled, self.locale.translate
        names = {rel: translate(name) for rel, name in labels.LINK_NAMES.items()}
        return {
            "links": [(names[text.rel], text, clauses_of(text)) for text in self.of.related.named],
            "incoming": [
                (names[text.rel], text, own_clauses(compiled, text))
                for text in self.of.related.naming
            ],
            "other_texts": [
                (part, translate(name), text)
                for part, name, text in (
                    ("notice", "公告", self._prose("notice", compiled.notice)),
                    ("explanation", "起草说明", self._prose("explanation", compiled.explanation)),
                    ("interpretation", "解读", interpretation_values(compiled, self.root)),
                )
                if text
            ],
            "near": [] if self.permanent else near_values(self.of.related, translate),
            "outcome": outcome_summary(compiled, translate),
            "commitments": commitments_values(compiled, translate),
            "changes": {
                new.version.id: changes_folder(compiled.policy.id, old, new)
                for old, new in pairwise(compiled.editions)
            },
            "downloads": [
                (_FORMS[each.form], f"{self.root}{each.path}")
                for each in self.of.downloads
                if each.version == self.edition.version.id
            ],
        }

    def _inline(self, marks: TextMarks, part: str) -> InlineHtml:
        compiled = self.of.compiled
        return InlineHtml(marks, self.root, compiled.policy.id, compiled.offered, part)

    def _prose(self, part: str, text: Notice | None) -> dict[str, Any] | None:
        if text is None:
            return None
        inline = self._inline(text.marks, part)
        return notice_values(text, inline, inline.line, no_attributes)

    def _text(self) -> dict[str, Any]:
        compiled, edition, translate = self.of.compiled, self.edition, self.locale.translate
        href = self._comment_href if self.asked else None
        way = Way(translate, self.root, self.home)
        shown = self.of.text.shown(edition, way, href, permanent=self.permanent)
        return {
            "contents": contents(edition),
            "length": length(edition, translate),
            "tombstones": [] if self.permanent else tombstone_values(compiled, self.root),
            "errata": errata_values(edition),
            "head": marked(shown.head),
            "clauses": marked(shown.clauses),
            "notes": marked(shown.notes),
            **self._english(),
        }

    def _english(self) -> dict[str, Any]:
        """Return the English text; the permanent pages are in Chinese alone."""
        if self.permanent:
            return {"english": None, "english_notes": ""}
        inline = self._inline(self.edition.english_marks, "english")
        blocks = english_values(self.edition, inline)
        return {"english": blocks, "english_notes": marked(inline.notes())}

    def _comment_href(self, clause: Clause) -> str:
        return self._form({"version": self.edition.version.id, "clause": clause.wid})

    @property
    def _comments_href(self) -> str:
        path = f"forms/{self.of.compiled.policy.id}/comments"
        return self.of.addresses.of_service(self.root, path, self._asked)

    def _form(self, query: dict[str, str]) -> str:
        path = f"forms/{self.of.compiled.policy.id}"
        return self.of.addresses.of_service(self.root, path, query | self._asked)

    @property
    def _asked(self) -> dict[str, str]:
        """Ask the service for the page's language where that is not its own."""
        return {"lang": self.locale.tag} if self.locale.prefix else {}


def _end(window: Window) -> tuple[date, str]:
    return window.last_day, window.id

"""Policies and documents as items of a list, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from catalogue.model import Policy
from interface.dates import closes, opens
from interface.language import LANGUAGES, Language
from interface.names import STATE_NAMES, VALIDITY_MARKS
from publisher.compile.neighbours import day_of
from publisher.pages.site.consultations import data_attributes, final_state
from publisher.wording.outcome_words import headline
from publisher.wording.titles import title_html

# Stands for the way up to the site's first folder; no text of a source holds a NUL.
ROOT = "\0"


@dataclass(frozen=True, slots=True)
class Items:
    """Writes items in one language, for a site built at the aware instant ``now``."""

    locale: Language
    now: datetime

    def item(self, policy: Policy) -> str:
        """Return the item with all that a list shows; its links begin with ``ROOT``."""
        facts = "".join(self._facts(policy))
        facts = f'<p class="yl-item-facts">{facts}</p>' if facts else ""
        if not _is_consulted(policy):
            return f'<li class="yl-item">{self._title(policy)}{facts}</li>'
        head = f"<div>{self._title(policy)}</div>{self._state(policy)}"
        return (
            f'<li class="yl-item" {data_attributes(policy)}>'
            f'<div class="yl-item-head">{head}</div>{facts}</li>'
        )

    def short(self, policy: Policy) -> str:
        """Return the item with title, mark and day alone."""
        return self._short(policy, day_of(policy))

    def outcome(self, policy: Policy) -> str:
        """Return the item of a consultation that is over: what came in, and the day of its end."""
        results, issued = policy.outcome, policy.latest.issued_on
        counts = headline(results.counts, self.locale.translate) if results else ""
        note = f' <span class="yl-list-note">{counts}</span>' if counts else ""
        return self._short(policy, issued or (results.published_on if results else None), note)

    def _short(self, policy: Policy, at: date | None, note: str = "") -> str:
        time = f'<time datetime="{at}">{at}</time>' if at else ""
        return f"<li><span>{self._title(policy)}{note}</span>{time}</li>"

    def href(self, policy: Policy) -> str:
        """Return the way to the policy's page in this language, else to the Chinese one."""
        prefix = self.locale.prefix if self.locale.tag in policy.languages else ""
        return f"{ROOT}{prefix}{policy.id}/"

    def _title(self, policy: Policy) -> str:
        mark = self.mark(policy)
        return (
            f'<a class="yl-item-title" href="{self.href(policy)}"{self.chinese}>'
            f"{title_html(policy.title)}</a>{' ' + mark if mark else ''}"
        )

    @property
    def chinese(self) -> str:
        """The attribute of texts that stay Chinese on pages in another language."""
        return "" if self.locale.tag == LANGUAGES[0] else f' lang="{LANGUAGES[0]}"'

    def mark(self, policy: Policy) -> str:
        """Return the mark of a text that was changed or is no longer in force."""
        name = VALIDITY_MARKS.get(policy.validity)
        if not name:
            return ""
        over = "changed" if policy.validity == "修改" else "over"
        return f'<span class="yl-mark yl-mark-{over}">{self.locale.translate(name)}</span>'

    def _facts(self, policy: Policy) -> Iterable[str]:
        for fact in (policy.issuer, policy.doc_no):
            if fact:
                yield f"<span{self.chinese}>{escape(fact)}</span>"
        if at := day_of(policy):
            yield f'<time datetime="{at}">{at}</time>'
        if _is_consulted(policy):
            translate, window = self.locale.translate, policy.windows[-1]
            first, last = opens(window, translate), closes(window, translate)
            dates = translate("征集时间：%(opens)s至%(closes)s", opens=first, closes=last)
            yield f"<span>{escape(dates)}</span>"

    def _state(self, policy: Policy) -> str:
        """Return the state of a consultation, unless it depends on the hour."""
        state = final_state(policy, self.now)
        name = self.locale.translate(STATE_NAMES[state]) if state else ""
        shown = f'<span class="yl-state yl-state-{state}">{name}</span>' if state else ""
        return f'<p class="yl-item-state">{shown}</p>'


def _is_consulted(policy: Policy) -> bool:
    return policy.kind == "consultation" and bool(policy.windows)

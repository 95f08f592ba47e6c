"""The comment form as its template needs it: the draft with the faults found in it."""

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause
from catalogue.window import china_day
from comments_service.domain.comments.attachment import MOST_ATTACHMENTS
from comments_service.domain.comments.submission_rules import LONGEST
from comments_service.domain.errors import FieldFault
from comments_service.domain.intake.file_look import ACCEPTED
from comments_service.services.intake.consulted_text import Consultation
from comments_service.web.forms.form_draft import FIELDS, MOST_BLOCKS, FormDraft
from comments_service.web.shell.request_locale import Locale
from interface.names import ASSURANCE_ASKED, FIELD_NAMES
from interface.quoting import named

_FIRST_WORDS = 16
_IN_COMMENT = re.compile(r"comments\[(\d+)]")
# The files of a comment are one field of the form.
_ONE_FILE = re.compile(r"(?<=\.attachments)\[\d+]")
# Groups of choices have no field of their own name: the first choice is taken for the group.
_FIRST_CHOICE = {"participant": "person", "stance": "suggest"}


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is shown with a draft: faults, the field to begin at, a notice.

    ``listing`` is the comment for which another clause is to be chosen, -1 for none.
    """

    faults: tuple[FieldFault, ...] = ()
    focus: str = ""
    notice: str = ""
    listing: int = -1


def form_facts(
    matter: Consultation, draft: FormDraft, remarks: Remarks, locale: Locale
) -> dict[str, Any]:
    """Return what ``form.html`` shows."""
    every = [replace(each, field=_ONE_FILE.sub("", each.field)) for each in remarks.faults]
    faults: dict[str, list[str]] = {}
    for fault in every:
        faults.setdefault(fault.field, []).append(locale.of(fault))
    return {
        "matter": matter,
        "draft": draft,
        "clause_label": partial(_clause_label, locale),
        "faults": {field: locale.translate("；").join(said) for field, said in faults.items()},
        "summary": [summary_line(fault, locale) for fault in sorted(every, key=_place)],
        "focus": field_id(remarks.focus),
        "notice": remarks.notice,
        "listing": remarks.listing,
        "last": matter.window.last_day == china_day(matter.now),
        "most": MOST_BLOCKS,
        "field_id": field_id,
        "whole": WHOLE_TEXT,
        "names": FIELD_NAMES,
        "assurance_asked": ASSURANCE_ASKED,
        "longest": LONGEST,
        "most_files": MOST_ATTACHMENTS,
        "accepted": ACCEPTED,
    }


def field_id(path: str) -> str:
    """Return the id of the field of that name: ``comments[0].body`` is comments-0-body."""
    return re.sub(r"\W+", "-", path)


def _clause_label(locale: Locale, clause: Clause) -> str:
    """Return how a clause reads in a list of clauses."""
    words = clause.heading or clause.text if clause.plain is None else clause.plain
    cut = words[:_FIRST_WORDS] + "…" if len(words) > _FIRST_WORDS else words
    english = f"{named(locale.translate, clause.citation)} · " if locale.is_english else ""
    return f"{english}{clause.citation}　{cut}"


def _place(fault: FieldFault) -> tuple[int, int]:
    """Return the place of a fault's field on the page, comments first."""
    inside = _IN_COMMENT.match(fault.field)
    name = fault.field.rpartition(".")[2]
    at = FIELDS.index(name) if name in FIELDS else len(FIELDS)
    return int(inside[1]) if inside else MOST_BLOCKS, at


def summary_line(fault: FieldFault, locale: Locale) -> tuple[str, str]:
    """Return a line of the summary: the id of its field, "" where it has none, and its words."""
    inside = _IN_COMMENT.match(fault.field)
    name = fault.field.rpartition(".")[2]
    if name not in FIELDS:
        return "", locale.of(fault)
    place = locale.translate(FIELD_NAMES[name])
    if inside:
        number = locale.translate("第%(number)s条意见", number=int(inside[1]) + 1)
        place = f"{number} {place}"
    choice = _FIRST_CHOICE.get(name)
    target = f"{fault.field}.{choice}" if choice else fault.field
    return field_id(target), place + locale.translate("：") + locale.of(fault)

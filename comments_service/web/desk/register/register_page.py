"""台账: the register of one consultation, narrowed by a rail of filters; several at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, request

from catalogue.model import Clause
from comments_service.domain.accounts.roles import Right
from comments_service.domain.comments.decision import CitedClauses, NewDecision
from comments_service.domain.errors import ChangedMeanwhile, FieldFault, Invalid
from comments_service.domain.register.filter import WHOLE_DRAFT, ClausePlaces, Order
from comments_service.domain.text_rules import whole_number
from comments_service.services.register import register
from comments_service.services.register.deciding import propose
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import show_matter
from comments_service.web.desk.register import decision_form as forms
from comments_service.web.desk.register.asked_list import FILTERS, AskedList, asked_list, asked_turn
from comments_service.web.shell.links import Links
from comments_service.web.shell.page import current_links
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_locale import Locale, request_locale
from interface.quoting import quoting

ORDERS = {Order.CLAUSE: "按条款", Order.RECEIVED: "按收到先后", Order.NEWEST: "最新在前"}
_PICK = "pick."
_NOTHING_PICKED = "请先在表中选择意见"

RailRow = tuple[str, str, int | str, bool]


@desk.page("/<policy_id>/register", Right.SEE)
def show_register(
    admission: Admission, form: NewDecision = forms.NO_DECISION, faults: Iterable[FieldFault] = ()
) -> Response:
    """Show a page of the register, and what was typed into the form of a decision."""
    service, policy, asked = admission.service, admission.policy, asked_list()
    found, clause = register.list_of(service, policy, asked.wanted, asked.order)
    page = register.register_page(service, found, asked_turn())
    view = _ListView(admission, asked, request_locale(), current_links())
    return show_matter(
        "register.html", admission, "register", page=page, asked=asked,
        rail=list(view.rail(page, clause)),
        chips=list(view.chips(clause)),
        orders=ORDERS,
        pager=view.pager(page),
        done=request.args.get("done", ""),
        faults=faults,
        **_bulk(admission, form),
    )  # fmt: skip


@desk.form("/<policy_id>/register", Right.DECIDE)
def decide_several(admission: Admission) -> Response:
    """Propose one decision for all comments that were picked, or show what keeps it from it."""
    sent = form_fields(request)
    form, picked = forms.read_form(sent), _picked(sent)
    if not picked:
        return show_register(admission, form, [FieldFault("pick", _NOTHING_PICKED)])
    found = register.named_comments(admission.service, admission.policy_id, picked)
    if len(found) < len(picked):
        abort(404)
    new = [replace(form, comment=each, seen=seen) for each, seen in picked.items()]
    try:
        propose(admission.service, admission.officer.id, new)
    except Invalid as refusal:
        return _again(admission, found, form, faults=forms.form_faults(refusal.faults))
    except ChangedMeanwhile as refusal:
        changed = {state.comment for state in refusal.states}
        return _again(admission, found, form, changed)
    return admission.to("register", **asked_list().query(done=str(len(new))))


def cited_clauses(admission: Admission) -> CitedClauses | None:
    """Return what finds the clauses of the newest text; None where it cannot be read."""
    text = register.text_of(admission.service, admission.policy, admission.policy.latest.id)
    return CitedClauses(text) if text else None


def _again(
    admission: Admission,
    found: list[register.ListedComment],
    form: NewDecision,
    changed: Collection[str] = (),
    faults: Iterable[FieldFault] = (),
) -> Response:
    """Show the picked comments once more; those that somebody changed are not picked any more."""
    return show_matter(
        "register_again.html", admission, "register", 409 if changed else 200, faults=faults,
        comments=found, asked=asked_list(), changed=changed, **_bulk(admission, form),
    )  # fmt: skip


def _bulk(admission: Admission, form: NewDecision) -> dict[str, Any]:
    last = {window.id: window.last_day for window in admission.policy.windows}

    def overdue_days(comment: register.ListedComment) -> int:
        sent = comment.row.posted_on or comment.row.received_on
        return max((sent - last.get(comment.state.window, sent)).days, 0)

    labels, cited = {**forms.LABELS, "pick": "选择"}, cited_clauses(admission)
    return {"form": form, "labels": labels, "cited": cited, "overdue_days": overdue_days}


def _picked(sent: Mapping[str, str]) -> dict[str, int]:
    return {
        name.removeprefix(_PICK): number
        for name, value in sent.items()
        if name.startswith(_PICK) and (number := whole_number(value)) is not None
    }


@dataclass(frozen=True, slots=True)
class _ListView:
    """What is around the rows: the filters and where each leads, in the words of the page."""

    admission: Admission
    asked: AskedList
    locale: Locale
    links: Links

    def at(self, **changes: str) -> str:
        place = f"{self.admission.policy_id}/register"
        return self.links.desk(place, **self.asked.query(**changes))

    def rail(
        self, page: register.RegisterPage, chosen: Clause | None
    ) -> Iterator[tuple[str, list[RailRow]]]:
        translate, facets = self.locale.translate, page.facets
        for name, (title, words) in FILTERS.items():
            counted = page.hints if name == "hint" else facets.by.get(name, {})
            if name == "hint" and not counted:
                continue
            of_clauses = name == "clause"
            rows = self._clauses(facets, chosen) if of_clauses else self._rows(name, words, counted)
            number = None if name == "hint" else facets.whole[name]
            every = self._row(name, "", translate("全部"), number)
            yield translate(title), [every, *rows]

    def chips(self, clause: Clause | None) -> Iterator[tuple[str, str]]:
        for name, (_, words) in FILTERS.items():
            value = getattr(self.asked.wanted, name)
            if value:
                said = words.get(value) or (clause_label(clause) if clause else value)
                yield self.locale.translate(said), self.at(**{name: ""})
        if self.asked.wanted.q:
            said = quoting(self.locale.translate)("含“%(words)s”", words=self.asked.wanted.q)
            yield said, self.at(q="")

    def pager(self, page: register.RegisterPage) -> dict[str, Any]:
        given = request.args.get("n", "") if asked_turn() != register.Turn() else ""
        at = whole_number(given) or 0
        shown = len(page.comments)
        first = str(max(at - register.PAGE, 0))
        before = page.before and self.at(before=_written(page.before), n=first)
        after = page.after and self.at(after=_written(page.after), n=str(at + shown))
        return {"first": at + 1, "last": at + shown, "before": before or "", "after": after or ""}

    def _rows(
        self, group: str, words: Mapping[str, str], counted: Mapping[str, int | None]
    ) -> Iterator[RailRow]:
        chosen = getattr(self.asked.wanted, group)
        for code, said in words.items():
            number = counted.get(code, 0)
            if number != 0 or code == chosen:
                yield self._row(group, code, self.locale.translate(said), number)

    def _clauses(self, facets: register.FilterCounts, chosen: Clause | None) -> Iterator[RailRow]:
        texts = register.texts_of(self.admission.service, self.admission.policy)
        places = ClausePlaces(texts)
        whole = facets.of_clause(places.spans(WHOLE_DRAFT))
        if whole or self.asked.wanted.clause == WHOLE_DRAFT:
            yield self._row("clause", WHOLE_DRAFT, self.locale.translate("全文"), whole)
        every = (clause for text in reversed(texts.values()) for clause in text.clauses)
        top = {clause.wid: clause for clause in every if _shows(clause, chosen)}
        for wid, clause in top.items():
            number = facets.of_clause(places.spans(wid))
            if number or wid == self.asked.wanted.clause:
                yield self._row("clause", wid, clause_label(clause), number)

    def _row(self, group: str, value: str, words: str, number: int | None) -> RailRow:
        is_chosen = getattr(self.asked.wanted, group) == value
        # Of what is looked for nothing is counted beforehand.
        shown = "" if number is None or self.asked.wanted.is_looked_for else number
        return self.at(**{group: value}), words, shown, is_chosen


def _shows(clause: Clause, chosen: Clause | None) -> bool:
    """Return whether the rail has a clause: on top, chosen, or right below the chosen one."""
    around = {clause.eid, clause.eid.rpartition("__")[0]}
    return "__" not in clause.eid or (chosen is not None and chosen.eid in around)


def clause_label(clause: Clause) -> str:
    """Return a short name: of a clause on top its heading, of another its citation."""
    if "__" in clause.eid or not clause.heading:
        return clause.citation
    return clause.marker + clause.heading


def _written(key: tuple[int, int, int]) -> str:
    return ".".join(map(str, key))

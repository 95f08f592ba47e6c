"""登记来件: what came by letter, fax, e-mail, telephone, at a meeting or a counter."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from catalogue.window import Window
from comments_service.domain.code_words import CHANNELS, PARTICIPANTS
from comments_service.domain.decision_rules import CitedClauses
from comments_service.domain.entering import ENTERED_CHANNELS, NewPoint
from comments_service.domain.errors import FieldFault, IdempotencyConflict, Invalid, Refusal
from comments_service.domain.judging import WindowRule, window_of_day
from comments_service.domain.roles import Right
from comments_service.domain.scan import MOST_SCANS
from comments_service.domain.submission import StoredSubmission
from comments_service.domain.submission_rules import MOST_COMMENTS
from comments_service.services.checking import WholeSubmission, whole_submission
from comments_service.services.entering import cited_clauses, enter_submission
from comments_service.services.matters import matters
from comments_service.services.scans import upload, uploads
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.enter_form import EntryDraft, day_of, draft_of
from comments_service.web.desk.guard import Admission, guard, to_desk
from comments_service.web.desk.page import show_desk
from comments_service.web.problems import STATUS
from comments_service.web.speech import page_speech

enter_pages = Blueprint("enter", __name__)
_ROWS = 3
_AGAIN = "这张表已经登记过，内容不同。如果这是另一件来件，请再按一次登记"
LABELS = {
    "channel": "怎样来的", "posted_on": "寄出（邮戳）日期", "received_on": "收到日期",
    "window_rule": "按哪天判断是否按期", "kind": "反馈人", "name": "姓名或联系人",
    "organisation": "单位名称", "contact": "联系方式", "place": "所在地", "scan": "原件扫描",
}  # fmt: skip


@enter_pages.get("/enter")
@access(Access.STAFF)
def choose() -> AnyResponse:
    """Ask for which consultation something came; with a single one go on to it."""
    service, officer = current_service(), guard(Right.ENTER).officer
    found = [
        each
        for each in matters(service, officer, service.now())
        if each.stands.state in {"open", "closed"}
    ]
    if len(found) == 1:
        return to_desk(f"{found[0].policy.id}/enter")
    return show_desk("enter_choice.html", here="enter", matters=found)


@enter_pages.get("/<policy_id>/enter")
@access(Access.STAFF)
def ask_entry(policy_id: str) -> Response:
    """Show an empty form; a channel, a unit and its name may be filled in."""
    admission = guard(Right.ENTER, policy_id)
    asked = {name: request.args.get(name, "") for name in ("channel", "organisation", "unit")}
    kind = "department" if asked["unit"] else "person"
    draft = draft_of({"channel": "letter", "kind": kind, **{k: v for k, v in asked.items() if v}})
    return _page(admission, replace(draft, points=(NewPoint(),) * _ROWS), done=_done(policy_id))


@enter_pages.post("/<policy_id>/enter")
@access(Access.STAFF)
def take_entry(policy_id: str) -> AnyResponse:
    """Enter it, or do what the button says with what was typed."""
    admission = guard(Right.ENTER, policy_id)
    draft, act = draft_of(request.form), request.form.get("act", "look")
    draft = _with_uploads(admission, draft)
    if act not in {"save", "next"} or draft.faults:
        return _page(admission, _rearranged(draft, act))
    draft = draft.compact()
    try:
        stored = _entered(admission, draft)
    except IdempotencyConflict:
        typed = {**draft.typed, "key": secrets.token_hex(16)}
        return _again(admission, replace(draft, typed=typed), [FieldFault("channel", _AGAIN)], 409)
    except Refusal as refusal:
        faults = refusal.faults or [FieldFault("channel", refusal.message, refusal.values)]
        return _again(admission, draft, faults, STATUS[refusal.code])
    if act == "next":
        return to_desk(f"{policy_id}/enter", channel=stored.channel, done=stored.id)
    return to_desk(f"{policy_id}/submissions/{stored.id}/slip")


def _entered(admission: Admission, draft: EntryDraft) -> StoredSubmission:
    faults = draft.date_faults()
    if faults:
        raise Invalid(*faults)
    policy = admission.policy.id
    new = replace(draft, typed={**draft.typed, "version": _version(admission, draft)}).entry(policy)
    return enter_submission(current_service(), admission.officer, new)


def _again(
    admission: Admission, draft: EntryDraft, faults: Iterable[FieldFault], status: int
) -> Response:
    return _page(admission, replace(draft, faults=tuple(faults)), status)


def _with_uploads(admission: Admission, draft: EntryDraft) -> EntryDraft:
    """Keep the files that came with the form, whatever else is wrong with it."""
    ids, faults = list(draft.scans), []
    for file in request.files.getlist("scan"):
        if not file.filename:
            continue
        if len(ids) >= MOST_SCANS:
            faults.append(FieldFault("scan", "一件来件最多%(most)s个文件", {"most": MOST_SCANS}))
            break
        try:
            kept = upload(
                current_service(), admission.officer, admission.policy.id, file.filename,
                file.stream.read(),
            )  # fmt: skip
            ids.append(kept.id)
        except Invalid as refusal:
            faults += refusal.faults
    return replace(draft, scans=tuple(ids), faults=tuple(faults))


def _rearranged(draft: EntryDraft, act: str) -> EntryDraft:
    if act == "split":
        draft = draft.split()
    if act == "add" and len(draft.points) < MOST_COMMENTS:
        draft = replace(draft, points=(*draft.points, NewPoint()))
    if act.startswith("drop-"):
        draft = draft.without(act.removeprefix("drop-"))
    return draft if draft.points else replace(draft, points=(NewPoint(),))


def _page(admission: Admission, draft: EntryDraft, status: int = 200, done: Any = None) -> Response:
    service, speech, policy = current_service(), page_speech(), admission.policy
    version = _version(admission, draft)
    cited = cited_clauses(service, policy.id, version)
    faults = {fault.field: speech.of(fault) for fault in reversed(draft.faults)}
    return show_desk(
        "enter.html",
        422 if draft.faults and status == 200 else status,
        here="enter",
        posted=request.method == "POST",
        policy=policy,
        typed={**draft.typed, "version": version},
        rows=[(point, said_clause(point, cited)) for point in draft.points],
        clauses=cited.text.clauses,
        versions=[
            (each.id, each.label) for each in policy.versions if _windows(admission, each.id)
        ],
        verdict=_verdict(admission, draft, version),
        uploads=uploads(service, admission.officer, policy.id, draft.scans),
        channel_choices=[(code, speech.say(CHANNELS[code])) for code in ENTERED_CHANNELS],
        kind_choices=[(code, speech.say(words)) for code, words in PARTICIPANTS.items()],
        faults=dict(reversed(faults.items())),
        labels={
            **{name: speech.say(words) for name, words in LABELS.items()},
            **point_labels(len(draft.points)),
        },
        done=done,
    )


def point_labels(number: int) -> dict[str, str]:
    """Return what the fields of so many points are called."""
    say = page_speech().say
    words = {"clause": "第%(number)s条的条款", "body": "第%(number)s条的意见"}
    return {
        f"points[{at}].{name}": say(label, number=at + 1)
        for at in range(number)
        for name, label in words.items()
    }


def said_clause(point: NewPoint, cited: CitedClauses) -> str | None:
    """Return how the clause that was typed begins; None where there is none such."""
    clause = cited.find(point.clause) if point.clause.strip() else None
    return clause.words[:24] if clause else None


def _version(admission: Admission, draft: EntryDraft) -> str:
    """Return the version that was chosen, else that of the window that closes last."""
    asked = draft.typed["version"]
    if _windows(admission, asked):
        return asked
    windows = admission.policy.windows
    return max(windows, key=lambda each: each.closes_at).version if windows else asked


def _windows(admission: Admission, version: str) -> list[Window]:
    return [each for each in admission.policy.windows if each.version == version]


def _verdict(admission: Admission, draft: EntryDraft, version: str) -> tuple[str, str]:
    """Say whether it is in time, by which day: (kind of sentence, words)."""
    speech, windows = page_speech(), _windows(admission, version)
    posted, received = (day_of(draft.typed[name]) for name in ("posted_on", "received_on"))
    by_posting = draft.typed["window_rule"] == WindowRule.POSTED
    day = (posted if by_posting else None) or received
    if not windows:
        return "", ""
    if day is None:
        last = max(windows, key=lambda each: each.closes_at).last_day
        words = "邮戳不晚于%(day)s的算按期" if by_posting else "不晚于%(day)s收到的算按期"
        return "", speech.say(words, day=speech.month_day(last))
    window, late = window_of_day(admission.policy, version, day)
    last = window.last_day
    if late:
        words, days = "截止%(day)s，逾期%(days)s天；照常登记，记为逾期", (day - last).days
        return "late", speech.say(words, day=speech.month_day(last), days=days)
    posted_words = (
        "邮戳在%(day)s24时前，算按期" if by_posting and posted else "%(day)s24时前收到，算按期"
    )
    return "in-time", speech.say(posted_words, day=speech.month_day(last))


def _done(policy_id: str) -> WholeSubmission | None:
    """Return what was entered just before."""
    entered = request.args.get("done", "")
    return whole_submission(current_service(), policy_id, entered) if entered else None

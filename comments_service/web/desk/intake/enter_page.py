"""登记来件: what came by letter, fax, e-mail, telephone, at a meeting or a counter."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, request

from catalogue.window import Window
from comments_service.domain.accounts.roles import Right
from comments_service.domain.comments.decision import CitedClauses
from comments_service.domain.comments.judging import WindowRule, window_of_day
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.comments.submission_rules import MOST_COMMENTS
from comments_service.domain.errors import FieldFault, IdempotencyConflict, Invalid, Refusal
from comments_service.domain.intake.new_entry import ENTERED_CHANNELS, NewPoint
from comments_service.domain.intake.scan import MOST_SCANS
from comments_service.domain.register.code_words import CHANNELS
from comments_service.services.intake.checking import whole_submission
from comments_service.services.intake.entering import cited_clauses, enter_submission
from comments_service.services.intake.scans import upload, uploads
from comments_service.services.register.consultation_status import statuses
from comments_service.web.desk.guard import Admission, desk, to_desk
from comments_service.web.desk.intake.enter_form import NO_DAY, EntryDraft, day_of, draft_of
from comments_service.web.desk.page import show_desk
from comments_service.web.forms.form_draft import new_key
from comments_service.web.shell.problem_details import STATUS
from comments_service.web.shell.request_locale import request_locale

_ROWS = 3
_AGAIN = "这张表已经登记过，内容不同。如果这是另一件来件，请再按一次登记"
LABELS = {
    "channel": "怎样来的", "posted_on": "寄出（邮戳）日期", "received_on": "收到日期",
    "window_rule": "按哪天判断是否按期", "kind": "反馈人", "name": "姓名或联系人",
    "organisation": "单位名称", "contact": "联系方式", "place": "所在地", "scan": "原件扫描",
}  # fmt: skip


@desk.page("/enter", Right.ENTER)
def choose(admission: Admission) -> Response:
    """Ask for which consultation something came; with a single one go on to it."""
    service = admission.service
    every = statuses(service, admission.officer, service.now())
    found = [each for each in every if each.stands.state in {"open", "closed"}]
    if len(found) == 1:
        return to_desk(f"{found[0].policy.id}/enter")
    return show_desk("enter_choice.html", here="enter", matters=found)


@desk.page("/<policy_id>/enter", Right.ENTER)
def ask_entry(admission: Admission) -> Response:
    """Show an empty form; a channel, a unit and its name may be filled in."""
    asked = {name: request.args.get(name, "") for name in ("channel", "organisation", "unit")}
    kind = "department" if asked["unit"] else "person"
    draft = draft_of({"channel": "letter", "kind": kind, **{k: v for k, v in asked.items() if v}})
    entered = request.args.get("done", "")
    done = whole_submission(admission.service, admission.policy_id, entered) if entered else None
    return _page(admission, replace(draft, points=(NewPoint(),) * _ROWS), done=done)


@desk.form("/<policy_id>/enter", Right.ENTER)
def take_entry(admission: Admission) -> Response:
    """Enter it, or do what the button says with what was typed."""
    draft, act = draft_of(request.form), request.form.get("act", "look")
    draft = _with_uploads(admission, draft)
    if act not in {"save", "next"} or draft.faults:
        return _page(admission, _rearranged(draft, act))
    draft = draft.compact()
    try:
        stored = _entered(admission, draft)
    except IdempotencyConflict:
        faults = (FieldFault("channel", _AGAIN),)
        draft = replace(draft, typed={**draft.typed, "key": new_key()}, faults=faults)
        return _page(admission, draft, 409)
    except Refusal as refusal:
        draft = replace(draft, faults=tuple(refusal.at("channel")))
        return _page(admission, draft, STATUS[refusal.code])
    if act == "next":
        return admission.to("enter", channel=stored.channel, done=stored.id)
    return admission.to(f"submissions/{stored.id}/slip")


def _entered(admission: Admission, draft: EntryDraft) -> StoredSubmission:
    faults = [
        FieldFault(name, NO_DAY)
        for name in ("posted_on", "received_on")
        if draft.typed[name] and day_of(draft.typed[name]) is None
    ]
    if faults:
        raise Invalid(*faults)
    new = replace(draft.entry(admission.policy_id), version=_version(admission, draft))
    return enter_submission(admission.service, admission.officer, new)


def _with_uploads(admission: Admission, draft: EntryDraft) -> EntryDraft:
    """Keep the files of the form, whatever else is wrong with it."""
    ids, faults = list(draft.scans), []
    for file in request.files.getlist("scan"):
        if not file.filename:
            continue
        if len(ids) >= MOST_SCANS:
            faults.append(FieldFault("scan", "一件来件最多%(count)s个文件", {"count": MOST_SCANS}))
            break
        try:
            data, policy_id = file.stream.read(), admission.policy_id
            kept = upload(admission.service, admission.officer, policy_id, file.filename, data)
            ids.append(kept.id)
        except Invalid as refusal:
            faults += refusal.faults
    return replace(draft, scans=tuple(ids), faults=tuple(faults))


def _rearranged(draft: EntryDraft, act: str) -> EntryDraft:
    if act == "split":
        draft = draft.split()
    if act == "add" and len(draft.points) < MOST_COMMENTS:
        draft = replace(draft, points=(*draft.points, NewPoint()))
    points = tuple(each for at, each in enumerate(draft.points) if act != f"drop-{at}")
    return replace(draft, points=points or (NewPoint(),))


def _page(admission: Admission, draft: EntryDraft, status: int = 200, done: Any = None) -> Response:
    service, policy = admission.service, admission.policy
    version = _version(admission, draft)
    cited = cited_clauses(service, policy.id, version)
    entered = {code: CHANNELS[code] for code in ENTERED_CHANNELS}
    return show_desk(
        "enter.html", status, here="enter", faults=draft.faults, policy=policy,
        typed={**draft.typed, "version": version},
        versions=[(e.id, e.label) for e in policy.versions if _windows(admission, e.id)],
        verdict=_verdict(admission, draft, version),
        uploads=uploads(service, admission.officer, policy.id, draft.scans),
        channel_choices=request_locale().choices(entered),
        done=done,
        **point_facts(draft.points, cited, LABELS),
    )  # fmt: skip


def point_facts(
    points: Sequence[NewPoint], cited: CitedClauses | None, labels: Mapping[str, str]
) -> dict[str, Any]:
    """Return what ``points.html`` shows: rows of points with the clauses that can be cited.

    ``labels`` are what the other fields of the form are called.
    """
    translate = request_locale().translate
    words = {"clause": "第%(number)s条的条款", "body": "第%(number)s条的意见"}
    rows = [(each, cited and cited.find(each.clause)) for each in points]
    own = {
        f"points[{at}].{name}": translate(label, number=at + 1)
        for at in range(len(rows))
        for name, label in words.items()
    }
    clauses = cited.text.clauses if cited else ()
    return {"rows": rows, "clauses": clauses, "labels": {**labels, **own}}


def _version(admission: Admission, draft: EntryDraft) -> str:
    """Return the version that was chosen, else that of the window that closes last."""
    asked = draft.typed["version"]
    if _windows(admission, asked):
        return asked
    windows = admission.policy.windows
    return max(windows, key=lambda each: each.closes_at).version if windows else asked


def _windows(admission: Admission, version: str) -> list[Window]:
    return [each for each in admission.policy.windows if each.version == version]


def _verdict(admission: Admission, draft: EntryDraft, version: str) -> dict[str, Any] | None:
    """Return the day that decides, as far as it is known, and the last day of the window."""
    if not _windows(admission, version):
        return None
    posted, received = (day_of(draft.typed[name]) for name in ("posted_on", "received_on"))
    by_posting = draft.typed["window_rule"] == WindowRule.POSTED
    day = (posted if by_posting else None) or received
    window, late = window_of_day(admission.policy, version, day or date.max)
    return {
        "day": day,
        "last": window.last_day,
        "late": late and day is not None,
        "posted": by_posting and (posted is not None or day is None),
    }

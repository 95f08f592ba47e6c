"""发布与反馈: what waits for its release, and the outcome with all that stops it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Response, abort, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import ChangedMeanwhile
from comments_service.domain.outcome.obstacles import Obstacle, ObstacleKind
from comments_service.services.accounts import staff
from comments_service.services.outcome import outcome
from comments_service.services.register.deciding import release
from comments_service.services.register.register import PAGE, named_comments, waiting_comments
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import download, show_matter
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_locale import request_locale
from interface.quoting import quoting

# The outcome is made by reading every comment: of so many at once, of more when asked for.
_AT_ONCE = 2_000
_ACTS = {
    ObstacleKind.UNDECIDED: "去决定",
    ObstacleKind.UNRELEASED: "去审核",
    ObstacleKind.REASON: "写理由",
    ObstacleKind.CONCENTRATED: "写答复",
    ObstacleKind.PERSONAL: "改文字",
    ObstacleKind.PENDING: "补写条款",
    ObstacleKind.WORDS: "写公开摘要",
}
_OF_SEVERAL = {
    ObstacleKind.UNDECIDED: "%(count)s条意见还没有决定",
    ObstacleKind.UNRELEASED: "%(count)s条意见已拟办，等待审核",
}


Task = tuple[ObstacleKind, str, tuple[str, ...], str, int]
"""What is to be seen to before an outcome goes out, of which comments, and the first of them."""


@desk.page("/<policy_id>/release", Right.SEE)
def show_release(admission: Admission, status: int = 200, **answered: Any) -> Response:
    """Show both; ``answered``: ``fault`` of the form, comments ``picked`` and ``changed``."""
    service, policy, officer = admission.service, admission.policy, admission.officer
    waiting = waiting_comments(service, policy.id, officer.id)
    others = [each for each in staff.present(service) if each.may(Right.SEE, policy.id)]
    return show_matter(
        "release.html", admission, "release", status,
        theirs=[each for each in waiting if each.state.proposer != officer.id],
        own=[each for each in waiting if each.state.proposer == officer.id],
        most=PAGE,
        reviewers=[e.name for e in others if e.id != officer.id and e.may(Right.RELEASE)],
        publishers=[each.name for each in others if each.may(Right.PUBLISH)],
        names=lambda: {row.officer.id: row.officer.name for row in staff.accounts(service)},
        outcome=lambda: _draft(admission),
        at_once=_AT_ONCE,
        tasks=_tasks,
        acts=_ACTS,
        of_several=_OF_SEVERAL,
        placed=_place(admission) is not None,
        **{"fault": "", "picked": (), "changed": (), **answered},
        **{name: request.args.get(name, "") for name in ("done", "published", "whole")},
    )  # fmt: skip


@desk.form("/<policy_id>/release", Right.RELEASE)
def release_picked(admission: Admission) -> Response:
    """Release the decisions that were picked, or all that were shown, together."""
    sent = form_fields(request)
    prefix = "all." if "all" in sent else "pick."
    picked = {n.removeprefix(prefix): v for n, v in sent.items() if n.startswith(prefix)}
    if not picked:
        return show_release(admission, 422, fault="请先选择要发布的处理意见")
    if len(named_comments(admission.service, admission.policy_id, picked)) < len(picked):
        abort(404)
    try:
        release(admission.service, admission.officer.id, picked.items())
    except ChangedMeanwhile as refusal:
        numbers = {state.number for state in refusal.states}
        return show_release(admission, 409, picked=picked, changed=numbers)
    return admission.to("release", done=str(len(picked)))


@desk.page("/<policy_id>/release/publish", Right.PUBLISH)
def ask_publish(admission: Admission, status: int = 200) -> Response:
    """Ask once more, with the figures that would go out."""
    draft = _draft(admission)
    if draft is None or draft.stopped_by:
        return admission.to("release")
    placed = _place(admission) is not None
    return show_matter("publish.html", admission, "release", status, draft=draft, placed=placed)


@desk.form("/<policy_id>/release/publish", Right.PUBLISH)
def publish(admission: Admission) -> Response:
    """Publish what was shown: where the build reads it, else as a file to take along."""
    service, policy_id, officer = admission.service, admission.policy_id, admission.officer
    seen, place = form_fields(request).get("seen", ""), _place(admission)

    def write(path: Path) -> None:
        outcome.publish_outcome(service, policy_id, path, officer.id, seen=seen or "-")

    try:
        if place is None:
            return download(outcome.RESULTS_FILE, write)
        write(place)
    except ChangedMeanwhile:
        return ask_publish(admission, 409)
    except outcome.OutcomeError:
        return show_release(admission, 409)
    return admission.to("release", published="1")


def _draft(admission: Admission) -> outcome.OutcomeDraft | None:
    try:
        return outcome.draft_outcome(admission.service, admission.policy_id)
    except outcome.OutcomeError:
        return None


def _place(admission: Admission) -> Path | None:
    """Return where the build reads an outcome; None where there is no such folder here."""
    policies, policy_id = admission.service.policies, admission.policy_id
    there = policies is not None and (policies / policy_id).is_dir()
    return outcome.results_path(policies, policy_id) if policies and there else None


def _tasks(obstacles: Iterable[Obstacle]) -> list[Task]:
    """Return obstacles as tasks, in the reader's language."""
    translate = request_locale().translate
    tasks: list[Task] = []
    for each in obstacles:
        values = {
            name: translate(value) if isinstance(value, str) else value
            for name, value in each.values
        }
        words = quoting(translate)(each.text, **values)
        tasks.append((each.kind, words, each.numbers, each.comment, each.count))
    return tasks

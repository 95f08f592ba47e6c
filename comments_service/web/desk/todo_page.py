"""待办: what is due first, then every consultation by what is due."""

from flask import Response, g

from comments_service.domain.accounts.roles import Right
from comments_service.domain.states.comment_state import Stage
from comments_service.services.register.consultation_status import statuses
from comments_service.services.register.sealed import changed_of_late
from comments_service.services.register.submission_requests import open_requests
from comments_service.web.desk.drafts.drafts_page import drafts_to_release
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import show_desk

# What waits for those with a right, on any day: what it is, what to do, where it is listed.
_WORK = (
    (Right.CHECK, "登记的来件等别人对照原件核对", "核对", Stage.UNCHECKED),
    (Right.RELEASE, "拟办的意见等别人审核", "审核", Stage.REVIEW),
    (Right.DECIDE, "意见还没有决定", "拟办", Stage.STUDY),
)


@desk.page("/")
def show_todo(admission: Admission) -> Response:
    """Show the officer's consultations; what is overdue or due within days comes first."""
    found = statuses(admission.service, admission.officer, g.desk_session.now)
    waiting = [
        (each, each.progress.stages[stage], words, act, stage)
        for each in found
        for right, words, act, stage in _WORK
        if each.progress.stages[stage] and admission.officer.may(right, each.policy.id)
    ]
    pressing = [each for each in found if each.is_pressing]
    drafts = drafts_to_release(admission) if admission.officer.may(Right.PUBLISH) else []
    own = {each.policy.id: each for each in found
           if admission.officer.may(Right.DECIDE, each.policy.id)}  # fmt: skip
    asked = [(own[each.policy], each) for each in open_requests(admission.service, own)]
    seals, now = admission.officer.may(Right.SEALED), g.desk_session.now
    changed = changed_of_late(admission.service, admission.officer, now) if seals else 0
    return show_desk(
        "todo.html", matters=found, pressing=pressing, waiting=waiting, drafts=drafts, asked=asked,
        changed=changed,
    )  # fmt: skip

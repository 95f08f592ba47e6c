"""个人信息请求: what senders ask for about their own data, and the office's answers."""

from flask import Response, request

from catalogue.window import china_day
from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.register.submission_request import RequestState
from comments_service.services.register.submission_requests import answer, of_policy
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import show_matter


@desk.page("/<policy_id>/requests", Right.DECIDE)
def show_requests(admission: Admission, *faults: FieldFault) -> Response:
    """Show the requests, those that wait for an answer with a form; ``faults`` are of one."""
    return show_matter(
        "requests.html", admission, "requests",
        listed=of_policy(admission.service, admission.policy_id),
        today=china_day(admission.service.now()),
        choices=[each for each in RequestState if each is not RequestState.OPEN],
        typed=request.form,
        faults=faults,
    )  # fmt: skip


@desk.form("/<policy_id>/requests", Right.DECIDE)
def take_answer(admission: Admission) -> Response:
    """Answer a request; an erasure or a restriction is done with that."""
    sent = request.form
    try:
        answer(admission.service, admission.officer, admission.policy_id,
               sent.get("request", ""), sent)  # fmt: skip
    except Invalid as refusal:
        return show_requests(admission, *refusal.faults)
    return admission.to("requests")

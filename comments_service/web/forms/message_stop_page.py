"""The page of the link in a message: by its buttons they stop, or one disowns the submission."""

from flask import Blueprint, Response, abort, request

from comments_service.services.messages.message_stops import (
    gets_messages,
    stop_messages,
    told_by,
)
from comments_service.services.register.submission_requests import disown, disowning
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import show
from comments_service.web.shell.request_context import current_service

message_stop_page = Blueprint("message_stop_page", __name__)


@message_stop_page.route("/receipts/stop", methods=["GET", "POST"])
@access(Access.MESSAGE_READER)
def stop_by_link() -> Response:
    """Ask whether messages are to stop; where that is sent back, or by a mail program, stop them.

    Who presses 这不是我提交的 says that to the office, and goes on to get its messages.

    What looks at the links in mails must not stop anything, so a GET only asks.
    """
    service = current_service()
    submission_id = told_by(service, request.args.get("of", ""))
    if submission_id is None:
        abort(404)
    if request.method == "POST":
        if request.form.get("act") == "not_mine":
            disown(service, submission_id)
        else:
            stop_messages(service, submission_id)
    stopped = not gets_messages(service, submission_id)
    not_mine = disowning(service, submission_id)
    return show("message_stop.html", secret=True, stopped=stopped, not_mine=not_mine)

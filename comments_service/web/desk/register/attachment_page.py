"""A file that came with a comment, to be saved; each time is entered, and nothing in it may run."""

from io import BytesIO

from flask import Response, abort, send_file

from comments_service.domain.accounts.roles import Right
from comments_service.services.intake.uploads import comment_file, opened_attachment
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.saved_file import as_saved


@desk.page("/<policy_id>/comments/<comment_id>/files/<file_id>", Right.SEE)
def open_attachment(admission: Admission, comment_id: str, file_id: str) -> Response:
    """Send a file of a comment."""
    return _sent(admission, comment_id, file_id)


@desk.page("/<policy_id>/sealed/<comment_id>/files/<file_id>", Right.SEALED)
def open_sealed_attachment(admission: Admission, comment_id: str, file_id: str) -> Response:
    """Send a file of a sealed comment."""
    return _sent(admission, comment_id, file_id)


def _sent(admission: Admission, comment_id: str, file_id: str) -> Response:
    file = comment_file(admission.service, comment_id, file_id)
    if file is None:
        abort(404)
    content = opened_attachment(admission.service, admission.officer.id, file)
    answer = send_file(BytesIO(content), mimetype=file.media_type, etag=False)
    return as_saved(answer, file.name)

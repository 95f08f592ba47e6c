"""Files for comments by the interface: sent one by one, then named by the comment."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import RequestEntityTooLarge

from comments_service.domain.comments.attachment import LARGEST_ATTACHMENT
from comments_service.domain.comments.submission_rules import LONGEST
from comments_service.domain.errors import FieldFault, Invalid, Malformed
from comments_service.domain.text_rules import text_faults
from comments_service.services.intake.uploads import keep_upload
from comments_service.web.api.openapi import Operation
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.problem_details import problem
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_caller, current_service
from comments_service.web.shell.request_locale import api_locale
from comments_service.web.shell.request_size import ATTACHING

uploads = Blueprint("uploads", __name__)


class AttachmentIn(BaseModel):
    """A file for a comment on a policy: a PDF, a .docx, a JPEG or a PNG of at most 10 MiB."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: Annotated[str, Field(min_length=1, max_length=LONGEST["policy"])]
    file: bytes


class AttachmentOut(BaseModel):
    """A file that was taken; a comment that is sent within two hours may name its ``id``.

    ``digest`` is what the ledger keeps of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    digest: str
    name: str
    size: int


OPERATIONS = (
    Operation(
        "post", ATTACHING, "uploadAttachment",
        "Send a file, to be named by a comment on the policy within two hours",
        201, AttachmentOut,
        ("malformed", "unknown_policy", "window_closed", "window_not_open", "no_window", "invalid",
         "too_many", "unavailable", "clock_unsure"),
        (), AttachmentIn, window="required", media="multipart/form-data",
    ),
)  # fmt: skip


@uploads.post(ATTACHING)
@access(Access.PUBLIC)
def upload_attachment() -> tuple[Response, int]:
    """Take a file."""
    if request.mimetype != "multipart/form-data":
        raise Malformed("请求的内容类型应为 multipart/form-data")
    fields, files = form_fields(request, with_files=True), request.files
    if fields.keys() - {"policy"} or files.keys() - {"file"} or len(files.getlist("file")) > 1:
        raise Malformed
    policy, file = fields.get("policy", ""), files.get("file")
    faults = list(text_faults("policy", policy, LONGEST["policy"], required=True))
    if file is None or not file.filename:
        raise Invalid(*faults, FieldFault("file", "请选择文件"))
    Invalid.refuse(faults)
    content = file.stream.read()
    if len(content) > LARGEST_ATTACHMENT:
        raise RequestEntityTooLarge
    kept = keep_upload(current_service(), policy, file.filename, content, current_caller())
    answer = {name: getattr(kept, name) for name in AttachmentOut.model_fields}
    return jsonify(answer), 201


@uploads.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    title = api_locale().translate("文件超过10MB，请压缩或者分成几个文件")
    return problem(413, "too_large", title, title)

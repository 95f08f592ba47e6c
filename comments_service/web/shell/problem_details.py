"""Refusals as problem details (RFC 9457): the one place where a code gets its status."""

from collections.abc import Mapping, Sequence

from flask import Response, json
from werkzeug.exceptions import HTTPException

from catalogue.window import rfc3339
from comments_service.domain.errors import Refusal, TooMany, UnknownReceipt
from comments_service.logs import refusal_code
from comments_service.web.shell.request_context import request_id
from comments_service.web.shell.request_locale import api_locale
from comments_service.web.shell.unavailable import note_unavailable

_CODES = {
    400: ("malformed",),
    403: ("own_proposal", "own_entry", "not_yours"),
    404: (
        "unknown_policy", "unknown_clause", "unknown_receipt", "unknown_comment", "unknown_unit",
        "not_offered",
    ),
    409: (
        "window_closed", "window_not_open", "no_window", "wrong_version", "idempotency_conflict",
        "changed_meanwhile", "not_changeable", "not_proved",
    ),
    422: ("invalid",),
    429: ("too_many",),
    500: ("not_reconciled",),
    503: ("unavailable", "clock_unsure"),
}  # fmt: skip
STATUS = {code: status for status, codes in _CODES.items() for code in codes}
HTTP_CODES = {
    400: ("malformed", "请求格式有误"),
    404: ("not_found", "没有这个地址"),
    405: ("method_not_allowed", "此地址不接受这种请求方法"),
    408: ("too_slow", "请求没有在规定的时间内到达"),
    413: ("too_large", "请求内容过大，最多 256 KiB"),
    414: ("address_too_long", "地址过长"),
    415: ("malformed", "请求格式有误"),
    500: ("internal", "服务器内部错误，内容未提交，请稍后再试"),
}
_API = "/api"
_HEALTH = frozenset({"/healthz", "/readyz"})


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    **more: str,
) -> Response:
    """Make a problem answer; its type is a URI that names the code."""
    refusal_code(code)
    said = {"title": title, "status": status, "detail": detail, "code": code, "errors": errors}
    named = {"request_id": request_id()}
    body = json.dumps({"type": f"urn:yanlu:problem:{code}", **said, **more, **named})
    return Response(body, status, content_type="application/problem+json")


def is_api(path: str) -> bool:
    """Return whether a path belongs to the programming interface, health among it."""
    return path == _API or path.startswith(_API + "/") or path in _HEALTH


def refused(refusal: Refusal) -> Response:
    """Answer a refusal by the rules, in words of the language that ``lang`` names."""
    locale = api_locale()
    title, detail = locale.translate(refusal.title), locale.of(refusal)
    if isinstance(refusal, UnknownReceipt) and refusal.restored:
        detail = f"{detail}{locale.translate('。')}{locale.lost_span(refusal.restored)}"
    errors = [{"field": each.field, "message": locale.of(each)} for each in refusal.faults]
    more = {"judged_at": rfc3339(refusal.judged_at)} if refusal.judged_at else {}
    answer = problem(STATUS[refusal.code], refusal.code, title, detail, errors, **more)
    return say_when_again(answer, refusal)


def say_when_again(answer: Response, refusal: Refusal) -> Response:
    """Set in how many seconds trying again is worth it; log why the service cannot answer."""
    refusal_code(refusal.code)
    if STATUS[refusal.code] == 503:
        note_unavailable(refusal)
        answer.headers["Retry-After"] = "10"
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def http_problem(error: HTTPException, status: int) -> Response:
    """Answer an HTTP error in the interface."""
    title = api_locale().translate(HTTP_CODES[status][1] if status in HTTP_CODES else error.name)
    return problem(status, http_code(status), title, title)


def http_code(status: int) -> str:
    """Return the code of an HTTP error."""
    return HTTP_CODES[status][0] if status in HTTP_CODES else f"http_{status}"

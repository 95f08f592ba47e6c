"""The desk with all of its pages, and what they have in common."""

from flask import Response
from werkzeug.exceptions import HTTPException

from comments_service.domain.accounts.roles import roles_with
from comments_service.domain.errors import Refusal
from comments_service.logs import refusal_code
from comments_service.web.desk import todo_page  # noqa: F401 - each declares its pages
from comments_service.web.desk.accounts import staff_page  # noqa: F401 - each declares its pages
from comments_service.web.desk.accounts.sign_in_page import sign_in_again
from comments_service.web.desk.drafts import preview_page  # noqa: F401 - each declares its pages
from comments_service.web.desk.guard import (
    FormStale,
    RightMissing,
    SignedOut,
    desk,
    require_own_form,
)
from comments_service.web.desk.intake import enter_page, submission_page, units_page  # noqa: F401 - each declares its pages
from comments_service.web.desk.outcome import release_page, reports_page, standing_page, year_page  # noqa: F401 - each declares its pages
from comments_service.web.desk.page import DeskLocale, show_desk
from comments_service.web.desk.register import (  # noqa: F401 - each declares its pages
    attachment_page,
    comment_page,
    public_comments_page,
    register_page,
    requests_page,
    sealed_page,
    sheet_page,
)
from comments_service.web.shell.error_pages import error_words
from comments_service.web.shell.problem_details import STATUS, http_code, say_when_again
from comments_service.web.shell.request_locale import request_locale
from comments_service.web.shell.unavailable import answer_refusals

__all__ = ["desk"]
desk.before_request(require_own_form)


@desk.after_request
def _keep_nowhere(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


_STALE = (
    "这张表不能提交",
    (
        "页面可能打开得太久，或者不是从办理台打开的。请用浏览器的“返回”回到填写的页面，"
        "复制填写的内容，重新打开页面再提交。"
    ),
)


@desk.errorhandler(RightMissing)
def _right_missing(error: RightMissing) -> Response:
    locale = DeskLocale(request_locale().language)
    who = locale.roles(roles_with(error.right))
    advice = locale.translate("这一步由有以下角色的人来做：%(who)s。", who=who)
    return show_desk(
        "error.html", 403, title=locale.translate("您的角色不能做这一步"), advice=advice
    )


@desk.errorhandler(HTTPException)
def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return _error_page(error.code, *error_words(error.code))


def _error_page(status: int, title: str, advice: str) -> Response:
    translate = request_locale().translate
    refusal_code(http_code(status))
    return show_desk("error.html", status, title=translate(title), advice=translate(advice))


def _refused(refusal: Refusal) -> Response:
    locale, status = request_locale(), STATUS[refusal.code]
    title, advice = locale.translate(refusal.title), locale.of(refusal)
    return say_when_again(show_desk("error.html", status, title=title, advice=advice), refusal)


answer_refusals(desk, _refused)
desk.register_error_handler(FormStale, lambda _error: _error_page(403, *_STALE))
desk.register_error_handler(SignedOut, lambda _error: sign_in_again())

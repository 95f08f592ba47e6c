"""The desk as one blueprint: what all of its pages have in common."""

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from comments_service.domain.errors import Refusal
from comments_service.domain.roles import roles_with
from comments_service.web.desk.comment_page import comment
from comments_service.web.desk.enter_page import enter_pages
from comments_service.web.desk.guard import FormStale, RightMissing, SignedOut, require_own_form
from comments_service.web.desk.page import said_roles, show_desk
from comments_service.web.desk.register_page import register
from comments_service.web.desk.release_page import release_pages
from comments_service.web.desk.reports_page import reports
from comments_service.web.desk.sealed_page import sealed_pages
from comments_service.web.desk.sheet_page import sheet_pages
from comments_service.web.desk.sign_in_page import sign_in, sign_in_again
from comments_service.web.desk.staff_page import staff_pages
from comments_service.web.desk.standing_page import overview
from comments_service.web.desk.submission_page import submission_pages
from comments_service.web.desk.todo_page import todo
from comments_service.web.desk.units_page import unit_pages
from comments_service.web.desk.year_page import year
from comments_service.web.error_pages import error_words
from comments_service.web.page import said_refusal
from comments_service.web.speech import page_speech
from comments_service.web.unavailable import CAUSES, as_unavailable

desk = Blueprint("desk", __name__, url_prefix="/desk")
desk.before_request(require_own_form)
desk.register_blueprint(sign_in)
desk.register_blueprint(todo)
desk.register_blueprint(overview)
desk.register_blueprint(register)
desk.register_blueprint(comment)
desk.register_blueprint(staff_pages)
desk.register_blueprint(release_pages)
desk.register_blueprint(reports)
desk.register_blueprint(sheet_pages)
desk.register_blueprint(year)
desk.register_blueprint(enter_pages)
desk.register_blueprint(submission_pages)
desk.register_blueprint(unit_pages)
desk.register_blueprint(sealed_pages)


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
    speech = page_speech()
    who = said_roles(roles_with(error.right), speech)
    advice = speech.say("这一步由有以下角色的人来做：%(who)s。", who=who)
    return show_desk("error.html", 403, title=speech.say("您的角色不能做这一步"), advice=advice)


@desk.errorhandler(FormStale)
def _form_stale(_error: FormStale) -> Response:
    title, advice = (page_speech().say(words) for words in _STALE)
    return show_desk("error.html", 403, title=title, advice=advice)


@desk.errorhandler(SignedOut)
def _signed_out(_error: SignedOut) -> Response:
    return sign_in_again()


@desk.errorhandler(HTTPException)
def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    title, advice = (page_speech().say(words) for words in error_words(error.code))
    return show_desk("error.html", error.code, title=title, advice=advice)


@desk.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Response:
    return said_refusal(
        refusal,
        lambda status, said: show_desk(
            "error.html", status, title=page_speech().say(refusal.title), advice=said
        ),
    )


def _unavailable(error: Exception) -> Response:
    return _refused(as_unavailable(error))


for _cause in CAUSES:
    desk.register_error_handler(_cause, _unavailable)

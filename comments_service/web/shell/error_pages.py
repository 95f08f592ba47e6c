"""What a browser shows where something failed: the interface answers in JSON, the rest in pages."""

from flask import Response, request
from werkzeug.exceptions import HTTPException

from comments_service.domain.errors import Refusal
from comments_service.logs import refusal_code
from comments_service.web.shell.page import show, show_refusal
from comments_service.web.shell.problem_details import http_code, http_problem, is_api, refused

_WORDS = {
    404: ("没有这个页面", "可能是地址有误，或者页面已经撤下。"),
    405: ("不能这样打开这个地址", "请从首页重新进入，或者用浏览器的“返回”回到原来的页面。"),
    414: ("地址太长", "检索的文字太长，放不进一个地址。请只留下最要紧的几个字，再检索一次。"),
    408: (
        "没有收完",
        "内容没有在规定的时间内收完，没有提交。请用浏览器的“返回”回到填写的页面，再试一次。",
    ),
    413: ("内容过多，没有提交", "请用浏览器的“返回”回到填写的页面，分几次提交。"),
    500: ("服务出错了", "内容没有提交。请用浏览器的“返回”回到原来的页面，稍后再试。"),
}
_OTHERWISE = ("请求没有完成", "请用浏览器的“返回”回到原来的页面，再试一次。")


def error_words(status: int) -> tuple[str, str]:
    """Return the title of the page for a status, and what one can do, in Chinese."""
    return _WORDS.get(status, _OTHERWISE)


def answer_refusal(refusal: Refusal) -> Response:
    """Answer a refusal of what is no page of the service itself: of the interface, of the site."""
    return refused(refusal) if is_api(request.path) else show_refusal("refused.html", refusal)


def answer_http_error(error: HTTPException) -> Response | HTTPException:
    """Answer an HTTP error, failures of the program among them; a redirect is none."""
    if error.code is None or error.code < 400:
        return error
    if is_api(request.path):
        answer = http_problem(error, error.code)
    else:
        refusal_code(http_code(error.code))
        title, advice = error_words(error.code)
        answer = show("error.html", error.code, title=title, advice=advice)
    allowed = dict(error.get_headers()).get("Allow")
    if allowed:
        answer.headers["Allow"] = allowed
    return answer

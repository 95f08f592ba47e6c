"""Signing in and out, and changing one's own password."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Response, g, request

from comments_service.domain.accounts.officer import password_fault
from comments_service.domain.errors import FieldFault, TooMany
from comments_service.services.accounts import sign_in as signing
from comments_service.web.desk.guard import (
    COOKIE,
    Admission,
    current_session,
    desk,
    keep_session,
    to_desk,
)
from comments_service.web.desk.page import show_desk
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import current_links, redirect_to
from comments_service.web.shell.problem_details import say_when_again
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_caller, current_service
from comments_service.web.shell.request_locale import request_locale

_MOST_KEPT = 2000


@desk.get("/login")
@access(Access.PUBLIC)
def ask_sign_in() -> Response:
    """Ask for login and password; who is signed in goes on to the desk."""
    if current_session() is not None:
        return to_desk()
    return _form(request.args.get("next", ""), "", "", 200)


@desk.post("/login")
@access(Access.PUBLIC)
def take_sign_in() -> Response:
    """Begin a session, or ask again; which of the two was wrong is not said."""
    fields = form_fields(request)
    login, onward = fields.get("login", "").strip().lower(), fields.get("next", "")
    caller = current_caller()
    if caller.busy:
        raise caller.busy
    password = fields.get("password", "")
    try:
        token = signing.sign_in(current_service(), login, password, caller.address)
    except TooMany as refusal:
        return say_when_again(_form(onward, login, request_locale().of(refusal), 429), refusal)
    if token is None:
        return _form(onward, login, request_locale().translate("登录名或密码不正确"), 403)
    if fields.get("kept"):
        return _resend(token, _safe(onward), fields["kept"])
    place = _safe(onward)
    done = redirect_to(f"{current_links().root}desk/{place}") if place else to_desk()
    keep_session(done, token)
    return done


@desk.post("/logout")
@access(Access.PUBLIC)
def sign_out() -> Response:
    """End the session."""
    signing.sign_out(current_service(), request.cookies.get(COOKIE, ""))
    done = to_desk("login")
    keep_session(done, None)
    return done


@desk.page("/password")
def ask_password(_admission: Admission, *faults: FieldFault) -> Response:
    """Ask for the old and the new password."""
    session = current_session()
    first = session is not None and session.must_change
    return show_desk("password.html", here="", faults=faults, first=first)


@desk.form("/password")
def take_password(admission: Admission) -> Response:
    """Change the password; every other session of the account ends."""
    officer = admission.officer
    fields = form_fields(request)
    old, new = fields.get("old", ""), fields.get("new", "")
    fault = password_fault(new, officer.login)
    if fault or new == old:
        return ask_password(admission, FieldFault("new", fault or "新密码不能与原密码相同"))
    if new != fields.get("again", ""):
        return ask_password(admission, FieldFault("again", "两次输入的新密码不同"))
    token = signing.change_password(current_service(), officer, old, new)
    if token is None:
        return ask_password(admission, FieldFault("old", "原密码不正确"))
    done = to_desk()
    keep_session(done, token)
    return done


def sign_in_again() -> Response:
    """Ask to sign in where a form came without a session, and keep what was typed into it."""
    g.kept = urlencode([pair for pair in request.form.items(multi=True) if pair[0] != "csrf"])
    return _form(request.path.removeprefix("/desk/"), "", "", 403)


def _form(onward: str, login: str, wrong: str, status: int) -> Response:
    kept = g.get("kept") or request.form.get("kept", "")
    return show_desk(
        "login.html", status, here="", next=onward, login=login, wrong=wrong, kept=kept
    )


def _resend(token: str, place: str, kept: str) -> Response:
    """Show what was kept, to be sent once more by the session that has just begun."""
    g.desk_session = signing.session(current_service(), token)
    pairs = parse_qsl(kept, keep_blank_values=True, max_num_fields=_MOST_KEPT)
    answer = show_desk("resend.html", here="", place=place, pairs=pairs)
    keep_session(answer, token)
    return answer


def _safe(onward: str) -> str:
    """Return a place below the desk unchanged; "" for what leads elsewhere."""
    try:
        parts = urlsplit(onward)
    except ValueError:
        return ""
    steps = parts.path.split("/")
    inside = not (parts.scheme or parts.netloc) and ".." not in steps and "\\" not in onward
    return onward if inside and onward.isprintable() and not onward.startswith("/") else ""

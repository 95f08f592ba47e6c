"""Who may do what on the desk: checked before any of its views is called.

In this order: a session, the officer, the consultation, the right. What is not there and what
is another officer's cannot be told apart.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import Forbidden

from catalogue.model import Policy
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import UnknownPolicy
from comments_service.domain.text_rules import cannot_be_kept
from comments_service.services.accounts.sign_in import Session, session
from comments_service.services.register.consultation_status import is_within
from comments_service.services.service import Service
from comments_service.web.shell.access import Access, View, access
from comments_service.web.shell.page import current_links, redirect_to
from comments_service.web.shell.request_context import current_service, current_settings
from comments_service.web.shell.security import origin_of, over_https

COOKIE = "yanlu_desk"
CHANGING = frozenset({"desk.ask_password", "desk.take_password"})
"""Where one's own password is changed: no other page opens before a first one is."""
_OWN = {"same-origin", "none"}


@dataclass(frozen=True, slots=True)
class Admission:
    """Who was let in, and the policy that the page is about, where it is about one."""

    service: Service
    officer: Officer
    matter: Policy | None

    @property
    def policy(self) -> Policy:
        """The policy of a page that is about one."""
        if self.matter is None:
            raise AssertionError
        return self.matter

    @property
    def policy_id(self) -> str:
        """Its id."""
        return self.policy.id

    def to(self, place: str, **query: str) -> Response:
        """Redirect to a page of the consultation."""
        return to_desk(f"{self.policy_id}/{place}", **query)

    def require(self, right: Right) -> None:
        """Raise ``RightMissing`` where the officer may not do this here."""
        if not self.officer.may(right, self.matter.id if self.matter else None):
            raise RightMissing(right)


class RightMissing(Forbidden):
    """The officer may see the matter, but not do this; ``right`` says who may."""

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right


class FormStale(Forbidden):
    """The form is not one of this session, or comes from another site."""


class SignedOut(Forbidden):
    """A form was sent after its session had ended; what was typed must not be lost."""


class DeskPages(Blueprint):
    """The desk; a view is called with its ``Admission`` and the rest of the address's parts."""

    def page(
        self, rule: str, right: Right | None = None, method: str = "GET"
    ) -> Callable[[View], View]:
        """Declare a page and the right that opens it; without one it is open to all staff."""

        def declare(view: View) -> View:
            @access(Access.STAFF)
            @wraps(view)
            def admitted(policy_id: str | None = None, **parts: str) -> Response:
                answer: Response = view(guard(right, policy_id, **parts), **parts)
                return answer

            self.add_url_rule(rule, view_func=admitted, methods=[method])
            return view

        return declare

    def form(self, rule: str, right: Right | None = None) -> Callable[[View], View]:
        """Declare the address that a form is sent to."""
        return self.page(rule, right, "POST")


desk = DeskPages("desk", __name__, url_prefix="/desk")


def guard(right: Right | None, policy_id: str | None, **parts: str) -> Admission:
    """Return the caller's admission, or raise what answers the request.

    Without a session the sign-in page is shown, with what was typed where a form was sent. A
    policy, comment or submission that is not there, or is another officer's, is a 404, and so
    is what is sealed, unless the page is for the right to just that. A right that is missing
    is a ``RightMissing``. Until a first password is changed, every page leads to where that is
    done.
    """
    found = current_session()
    if found is None and request.method == "POST":
        raise SignedOut
    if found is None:
        # From there back to this page.
        abort(to_desk("login", next=request.full_path.removeprefix("/desk/").rstrip("?")))
    if found.must_change and request.endpoint not in CHANGING:
        abort(to_desk("password"))
    if any(map(cannot_be_kept, (*(request.view_args or {}).values(), *request.args.values()))):
        abort(404)
    service, officer = current_service(), found.officer
    admission = Admission(service, officer, _matter(service, officer, policy_id))
    _require_parts(admission, parts, sealed=right is Right.SEALED)
    if right is not None:
        admission.require(right)
    return admission


def current_session() -> Session | None:
    """Return the session of the current request, None where there is none that holds."""
    if "desk_session" not in g:
        token = request.cookies.get(COOKIE, "")
        g.desk_session = session(current_service(), token) if token else None
    found: Session | None = g.desk_session
    return found


def require_own_form() -> None:
    """Refuse what another site's page sent; where somebody is signed in, check the form's token.

    Without a session nothing is done but signing in, so there the origin alone is checked.
    """
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        if not _from_here():
            raise FormStale
        found = current_session()
        if request.mimetype != "multipart/form-data":
            # The body is read again by the view.
            request.get_data()
        sent = request.form.get("csrf", "")
        if found is not None and not hmac.compare_digest(found.csrf.encode(), sent.encode()):
            raise FormStale


def keep_session(answer: Response, token: str | None) -> None:
    """Set the cookie of a session, or take it away.

    It names no path: a browser then takes that of the desk, whatever path a proxy shows it at.
    """
    secure = over_https(current_settings())
    answer.set_cookie(
        COOKIE, token or "", path=None, secure=secure, httponly=True, samesite="Strict",
        max_age=None if token else 0,
    )  # fmt: skip


def to_desk(place: str = "", **query: str) -> Response:
    """Redirect to a page of the desk in the language of this one."""
    return redirect_to(current_links().desk(place, **query))


def _matter(service: Service, officer: Officer, policy_id: str | None) -> Policy | None:
    if policy_id is None:
        return None
    if not officer.concerns(policy_id):
        abort(404)
    try:
        return service.published.policy(policy_id)
    except UnknownPolicy:
        abort(404)


def _require_parts(admission: Admission, parts: Mapping[str, str], *, sealed: bool) -> None:
    for part in ("comment", "submission"):
        if f"{part}_id" not in parts:
            continue
        named = admission.policy_id, part, parts[f"{part}_id"]
        with admission.service.database.read() as connection:
            if not is_within(connection, *named, sealed=sealed):
                abort(404)


def _from_here() -> bool:
    """Return whether, by what the browser says if anything, a page of this service sent it."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in _OWN
    origin = request.headers.get("Origin")
    settings = current_settings()
    own = (request.host_url, settings.service_url, settings.base_url)
    return origin is None or origin in {origin_of(url) for url in own if url}

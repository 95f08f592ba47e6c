"""The comments on a policy that everybody may read, without JavaScript."""

from flask import Blueprint, Response, abort, request
from markupsafe import Markup

from comments_service.domain.register.redaction import GAP
from comments_service.services.register.public_comments import PublicComment, public_comments
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.compressed import compressed
from comments_service.web.shell.page import show
from comments_service.web.shell.request_context import current_service
from comments_service.web.shell.request_locale import request_locale
from interface import dates
from interface.redline import redline, redline_html

public_page = Blueprint("public_page", __name__)
_GAP = Markup(
    '<span class="yl-gap" lang="{}"><span aria-hidden="true">{}</span>'
    '<span class="yl-visually-hidden">{}</span></span>'
)


@public_page.get("/forms/<policy_id>/comments")
@access(Access.PUBLIC)
def show_comments(policy_id: str) -> Response:
    """Show a policy's comments clause by clause; 404 where it publishes none."""
    clause, after = (request.args.get(name, "") for name in ("clause", "after"))
    found = public_comments(current_service(), policy_id, clause, after)
    if found.policy.publish_comments == "none":
        abort(404)
    translate = request_locale().translate
    return compressed(show(
        "public_comments.html", found=found, asked=clause, gaps=_gaps, proposed=_proposed,
        day=lambda comment: dates.day(comment.day, translate),
    ))  # fmt: skip


def _gaps(words: str) -> Markup:
    """Return words as HTML, what is left out of them told to eyes and ears."""
    locale = request_locale()
    said = locale.translate(GAP), locale.translate("此处有隐去的文字")
    return Markup.escape(words).replace(GAP, _GAP.format(locale.language.tag, *said))


def _proposed(comment: PublicComment) -> Markup:
    """Return a proposed wording as changes of the clause."""
    changes = redline(comment.clause.text, comment.proposed_text)
    whole = redline_html(changes, request_locale().translate) if comment.clause.text else None
    return _gaps(whole or comment.proposed_text)

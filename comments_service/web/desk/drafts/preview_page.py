"""How a draft will look: the pages that the builder made of it, for staff alone."""

import re

from flask import Response, abort

from comments_service.domain.accounts.roles import Right
from comments_service.web.desk.drafts.draft_page import found_draft
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.site.routes import file_inside, folder_file

# Pages carry the policy of the site's pages; the desk alone may show them in a frame. Without
# scripts: what a draft holds never acts for who is signed in, and nobody comments on a draft.
_FRAMED = {
    "Content-Security-Policy": "frame-ancestors 'self'; script-src 'none'; object-src 'none'",
    "X-Frame-Options": "SAMEORIGIN",
}
_FOR_PAPER = re.compile(r"@media\s*print\b")
_SHEET = (
    "\nbody { box-sizing: border-box; max-width: 210mm; margin: 0 auto; padding: 20mm 18mm; }\n"
)
_FOR_SCREENS = re.compile(r"@media\s*screen\b")


@desk.page("/drafts/<draft_id>/preview/<site_path:path>", Right.PREVIEW)
def show_preview(admission: Admission, draft_id: str, path: str) -> Response:
    """Show a page of the preview, or a file of it."""
    _, draft = found_draft(admission, draft_id)
    return _framed(folder_file(draft.folder.resolve() / "preview", path))


@desk.page("/drafts/<draft_id>/printed/<site_path:path>", Right.PREVIEW)
def show_printed(admission: Admission, draft_id: str, path: str) -> Response:
    """Show the same as it is printed: with the rules of style that are for paper."""
    _, draft = found_draft(admission, draft_id)
    folder = draft.folder.resolve() / "preview"
    if not path.endswith(".css"):
        return _framed(folder_file(folder, path))
    found = file_inside(folder, path)
    if found is None or not found.is_file():
        abort(404)
    style = _FOR_SCREENS.sub("@media not all", found.read_text("utf-8", "replace"))
    style = _FOR_PAPER.sub("@media all", style) + _SHEET
    return _framed(Response(style, mimetype="text/css"))


def _framed(answer: Response | None) -> Response:
    if answer is None:
        abort(404)
    answer.headers.update(_FRAMED)
    return answer

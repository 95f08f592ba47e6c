"""表格: the desk's second door. A workbook goes out, comes back, is looked at, and is taken."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.roles import Right
from comments_service.services import letters, sheets
from comments_service.services.service import Service
from comments_service.sheets.workbook_guard import MOST_BYTES
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.download import download
from comments_service.web.desk.guard import Admission, guard, to_desk
from comments_service.web.desk.page import show_matter
from comments_service.web.speech import page_speech

sheet_pages = Blueprint("sheet", __name__)
_AT_ONCE = 500
_CHOOSE = "请选择填好的表格（.xlsx）"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A sheet: its name, who gets it and who may send it back, and what is done with it."""

    name: str
    out: Right
    back: Right
    write: Callable[[Service, str, Path], None]
    read: Callable[[Service, str, bytes], Any]
    take: Callable[..., tuple[Any, ...]]


_KINDS = {
    "decisions": _Kind(
        "意见采纳情况表", Right.EXPORT, Right.DECIDE,
        sheets.dispositions_file, sheets.preview, sheets.take,
    ),
    "letters": _Kind(
        "来件登记表", Right.ENTER, Right.ENTER,
        letters.letters_file, letters.read_letters, letters.enter_letters,
    ),
}  # fmt: skip


@sheet_pages.get("/<policy_id>/sheet")
@access(Access.STAFF)
def show_sheets(policy_id: str) -> Response:
    """Offer the sheets, and to take them back."""
    return _page(guard(Right.EXPORT, policy_id))


@sheet_pages.get("/<policy_id>/sheet/<sheet>")
@access(Access.STAFF)
def give_sheet(policy_id: str, sheet: str) -> Response:
    """Give a sheet to fill in."""
    kind = _KINDS.get(sheet) or abort(404)
    guard(kind.out, policy_id)
    name = f"{kind.name}-{policy_id}.xlsx"
    return download(name, lambda path: kind.write(current_service(), policy_id, path))


@sheet_pages.post("/<policy_id>/sheet/<sheet>")
@access(Access.STAFF)
def take_sheet(policy_id: str, sheet: str) -> AnyResponse:
    """Show all that a sheet changes; taken is what was shown, as a whole or not at all.

    The page that shows it hands the file on: it is kept nowhere. Thousands of changes are shown
    page by page, ``from`` one.
    """
    kind = _KINDS.get(sheet) or abort(404)
    admission, service, data = guard(kind.back, policy_id), current_service(), _sent()
    if not data:
        return _page(admission, FieldFault(f"sheet-{sheet}", _CHOOSE))
    seen = None
    try:
        seen = kind.read(service, policy_id, data)
        faults = getattr(seen, "found", seen).faults
        if request.form.get("act") == "take" and "from" not in request.form:
            done = len(kind.take(service, admission.officer, seen))
            return to_desk(f"{policy_id}/sheet", done=str(done), sheet=sheet)
    except Invalid as refusal:
        faults = refusal.faults
    return show_matter(
        "sheet_preview.html", admission, "register", 422 if faults else 200, posted=True,
        sheet=sheet, seen=seen, faults=[(each.field, page_speech().of(each)) for each in faults],
        file=urlsafe_b64encode(data).decode(), most=_AT_ONCE,
        first=max(request.form.get("from", 0, type=int), 0),
    )  # fmt: skip


def _page(admission: Admission, *faults: FieldFault) -> Response:
    return show_matter(
        "sheet.html", admission, "register", 422 if faults else 200, posted=bool(faults),
        kinds=_KINDS, faults={each.field: page_speech().of(each) for each in faults},
        done=request.args.get("done", ""), sheet=request.args.get("sheet", ""),
    )  # fmt: skip


def _sent() -> bytes:
    """Return the file that was chosen, or the one that the page handed on."""
    chosen = request.files.get("file")
    if chosen is not None:
        return chosen.stream.read(MOST_BYTES + 1)
    try:
        return urlsafe_b64decode(request.form.get("file", "").encode())
    except ValueError:
        return b""

"""表格: a workbook is downloaded, sent back filled in, previewed and taken."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Response, abort, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.services.service import Service
from comments_service.services.workbooks import letters, sheets
from comments_service.sheets.workbook_guard import MOST_BYTES
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import download, show_matter

_AT_ONCE = 500
_CHOOSE = "请选择填好的表格（.xlsx）"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A sheet: its name, the rights to get it and to send it back, its functions."""

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


@desk.page("/<policy_id>/sheet", Right.EXPORT)
def show_sheets(admission: Admission, *faults: FieldFault) -> Response:
    """Offer the sheets, and to take them back."""
    return show_matter(
        "sheet.html", admission, "register", kinds=_KINDS, faults=faults,
        done=request.args.get("done", ""), sheet=request.args.get("sheet", ""),
    )  # fmt: skip


@desk.page("/<policy_id>/sheet/<sheet>")
def give_sheet(admission: Admission, sheet: str) -> Response:
    """Send a sheet to fill in."""
    kind, policy_id = _KINDS.get(sheet) or abort(404), admission.policy_id
    admission.require(kind.out)
    name = f"{kind.name}-{policy_id}.xlsx"
    return download(name, lambda path: kind.write(admission.service, policy_id, path))


@desk.form("/<policy_id>/sheet/<sheet>")
def take_sheet(admission: Admission, sheet: str) -> Response:
    """Show all that a sheet changes; what was shown is taken as a whole or not at all.

    The page that shows it sends the file again: it is stored nowhere. Thousands of changes are
    shown page by page, ``from`` one.
    """
    kind, policy_id = _KINDS.get(sheet) or abort(404), admission.policy_id
    admission.require(kind.back)
    service, data = admission.service, _sent()
    if not data:
        return show_sheets(admission, FieldFault(f"sheet-{sheet}", _CHOOSE))
    seen = None
    try:
        seen = kind.read(service, policy_id, data)
        faults = seen.faults
        if request.form.get("act") == "take" and "from" not in request.form:
            done = len(kind.take(service, admission.officer, seen))
            return admission.to("sheet", done=str(done), sheet=sheet)
    except Invalid as refusal:
        faults = refusal.faults
    return show_matter(
        "sheet_preview.html", admission, "register", 422 if faults else 200,
        sheet=sheet, seen=seen, cell_faults=faults, file=urlsafe_b64encode(data).decode(),
        most=_AT_ONCE, first=max(request.form.get("from", 0, type=int), 0),
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

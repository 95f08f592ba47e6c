"""征求部门意见: which units were asked by when, and what each of them replied."""

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from catalogue.window import china_day
from comments_service.domain.errors import FieldFault, Refusal
from comments_service.domain.roles import Right
from comments_service.services.unit_sheets import take_unit_sheet, unit_file
from comments_service.services.units import ask_units, asked_units, no_opinion
from comments_service.sheets.entry_words import UNIT_SHEET
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.download import download
from comments_service.web.desk.enter_form import day_of
from comments_service.web.desk.guard import Admission, guard, to_desk
from comments_service.web.desk.page import show_matter
from comments_service.web.speech import page_speech

unit_pages = Blueprint("units", __name__)


@unit_pages.get("/<policy_id>/units")
@access(Access.STAFF)
def show_units(policy_id: str) -> Response:
    """Show the units."""
    return _page(guard(Right.SEE, policy_id))


@unit_pages.post("/<policy_id>/units")
@access(Access.STAFF)
def ask(policy_id: str) -> AnyResponse:
    """Note that units are asked."""
    admission = guard(Right.ENTER, policy_id)
    names, due_on = request.form.get("names", ""), day_of(request.form.get("due_on", ""))
    try:
        ask_units(current_service(), admission.officer, policy_id, names, due_on)
    except Refusal as refusal:
        if not refusal.faults:
            raise
        return _page(admission, *refusal.faults)
    return to_desk(f"{policy_id}/units")


@unit_pages.post("/<policy_id>/units/none")
@access(Access.STAFF)
def reply_none(policy_id: str) -> AnyResponse:
    """Note that a unit has no opinion."""
    admission = guard(Right.ENTER, policy_id)
    no_opinion(current_service(), admission.officer, policy_id, request.form.get("unit", ""))
    return to_desk(f"{policy_id}/units")


@unit_pages.get("/<policy_id>/units/<unit_id>/sheet")
@access(Access.STAFF)
def give_sheet(policy_id: str, unit_id: str) -> Response:
    """Give the sheet for a unit to save and send."""
    guard(Right.ENTER, policy_id)
    service = current_service()
    unit = next((each for each in asked_units(service, policy_id) if each.id == unit_id), None)
    if unit is None:
        abort(404)
    name = f"{UNIT_SHEET}-{unit.name}.xlsx"
    return download(name, lambda path: unit_file(service, unit, path))


@unit_pages.post("/<policy_id>/units/sheet")
@access(Access.STAFF)
def take_sheet(policy_id: str) -> AnyResponse:
    """Take the sheet that a unit filled in, or name each cell at fault."""
    admission = guard(Right.ENTER, policy_id)
    file = request.files.get("sheet")
    data = file.stream.read() if file else b""
    try:
        take_unit_sheet(current_service(), admission.officer, policy_id, data)
    except Refusal as refusal:
        said = page_speech()
        told = [(each.field, said.of(each)) for each in refusal.faults] or [("", said.of(refusal))]
        return _page(admission, sheet_faults=told)
    return to_desk(f"{policy_id}/units")


def _page(
    admission: Admission, *faults: FieldFault, sheet_faults: list[tuple[str, str]] | None = None
) -> Response:
    service, speech = current_service(), page_speech()
    units, today = asked_units(service, admission.policy.id), china_day(service.now())
    counts = {
        "asked": len(units),
        "opinions": sum(each.submission is not None for each in units),
        "none": sum(each.replied_on is not None and not each.submission for each in units),
        "waiting": sum(each.replied_on is None and not each.is_overdue(today) for each in units),
        "overdue": sum(each.is_overdue(today) for each in units),
    }
    return show_matter(
        "units.html", admission, "units", 422 if faults or sheet_faults else 200,
        posted=bool(faults or sheet_faults),
        sheet_faults=sheet_faults,
        units=sorted(units, key=lambda each: (each.replied_on is not None, each.due_on)),
        today=today,
        counted=counts,
        typed={name: request.form.get(name, "") for name in ("names", "due_on")},
        faults={each.field: speech.of(each) for each in faults},
    )  # fmt: skip

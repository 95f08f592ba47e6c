"""征求部门意见: which units were asked by when, and what each of them replied."""

from collections.abc import Sequence

from flask import Response, abort, request

from catalogue.window import china_day
from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import FieldFault, Refusal
from comments_service.services.intake.units import ask_units, asked_units, no_opinion
from comments_service.services.workbooks.letters import take_unit_sheet, unit_file
from comments_service.sheets.entry_words import UNIT_SHEET
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.intake.enter_form import day_of
from comments_service.web.desk.page import download, show_matter


@desk.page("/<policy_id>/units", Right.SEE)
def show_units(
    admission: Admission, *faults: FieldFault, cell_faults: Sequence[FieldFault] = ()
) -> Response:
    """Show the units; ``faults`` are those of the form, ``cell_faults`` those of a sheet."""
    units = asked_units(admission.service, admission.policy_id)
    today = china_day(admission.service.now())
    return show_matter(
        "units.html", admission, "units", 422 if cell_faults else 200,
        cell_faults=cell_faults,
        units=sorted(units, key=lambda each: (each.replied_on is not None, each.due_on)),
        today=today,
        overdue=[each for each in units if each.is_overdue(today)],
        typed=request.form,
        faults=faults,
    )  # fmt: skip


@desk.form("/<policy_id>/units", Right.ENTER)
def ask(admission: Admission) -> Response:
    """Record that units are asked."""
    names, due_on = request.form.get("names", ""), day_of(request.form.get("due_on", ""))
    try:
        ask_units(admission.service, admission.officer, admission.policy_id, names, due_on)
    except Refusal as refusal:
        if not refusal.faults:
            raise
        return show_units(admission, *refusal.faults)
    return admission.to("units")


@desk.form("/<policy_id>/units/none", Right.ENTER)
def reply_none(admission: Admission) -> Response:
    """Record that a unit has no opinion."""
    unit = request.form.get("unit", "")
    no_opinion(admission.service, admission.officer, admission.policy_id, unit)
    return admission.to("units")


@desk.page("/<policy_id>/units/<unit_id>/sheet", Right.ENTER)
def give_unit_sheet(admission: Admission, unit_id: str) -> Response:
    """Send the sheet for a unit."""
    units = asked_units(admission.service, admission.policy_id)
    unit = next((each for each in units if each.id == unit_id), None)
    if unit is None:
        abort(404)
    name = f"{UNIT_SHEET}-{unit.name}.xlsx"
    return download(name, lambda path: unit_file(admission.service, unit, path))


@desk.form("/<policy_id>/units/sheet", Right.ENTER)
def take_unit_reply(admission: Admission) -> Response:
    """Take the sheet that a unit filled in, or name each cell at fault."""
    file = request.files.get("sheet")
    data = file.stream.read() if file else b""
    try:
        take_unit_sheet(admission.service, admission.officer, admission.policy_id, data)
    except Refusal as refusal:
        return show_units(admission, cell_faults=refusal.at(""))
    return admission.to("units")

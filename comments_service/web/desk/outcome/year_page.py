"""年度报表: a year's figures over the consultations that are the officer's."""

from dataclasses import replace

from flask import Response, request

from catalogue.window import china_day
from comments_service.domain.accounts.roles import Right
from comments_service.exports.year.year_sheet import write_year
from comments_service.exports.year.year_values import YearData, total
from comments_service.services.ledger.cut import cut_now
from comments_service.services.outcome.yearly import year_data
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import download, show_desk

_NAME = "年度报表"


@desk.page("/year", Right.EXPORT)
def show_year(admission: Admission) -> Response:
    """Show the figures of a year, by default of this one, each rate with its fraction."""
    found = _figures(admission)
    policies = admission.service.published.catalogue().policies
    years = {window.last_day.year for policy in policies for window in policy.windows}
    return show_desk(
        "year.html",
        here="year",
        found=found,
        whole=total(found.rows, ""),
        years=sorted(years | {found.year}, reverse=True),
    )


@desk.page("/year/sheet", Right.EXPORT)
def give_year(admission: Admission) -> Response:
    """Send the same figures as a workbook."""
    found = _figures(admission)
    return download(f"{_NAME}-{found.year}.xlsx", lambda path: write_year(path, found))


def _figures(admission: Admission) -> YearData:
    service = admission.service
    with service.database.read() as connection:
        cut = cut_now(connection, service.clock)
        asked = request.args.get("year", china_day(cut.as_of).year, type=int)
        found = year_data(service, connection, asked, cut)
    own = [row for row in found.rows if admission.officer.concerns(row.policy)]
    return replace(found, rows=own)

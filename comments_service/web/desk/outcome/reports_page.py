"""报表: each report and each file of one consultation, in the edition that the officer may have."""

from pathlib import Path

from flask import Response, abort, request

from catalogue.window import china_day
from comments_service.domain.accounts.roles import Right
from comments_service.exports import FORMATS
from comments_service.exports.columns import EDITION_NAMES
from comments_service.exports.export_data import EDITIONS
from comments_service.exports.reports.report_values import ReportPart
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.reports import report_file
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import download, show_matter
from comments_service.web.shell.request_locale import request_locale

PARTS = {
    "page.docx": (ReportPart.ONE_PAGE,),
    "statement.docx": (ReportPart.STATEMENT,),
    "table.docx": (ReportPart.TABLE,),
    "all.docx": tuple(ReportPart),
}
NAMES = {
    "page.docx": "领导一页纸",
    "statement.docx": "征求意见及采纳情况的说明",
    "table.docx": "意见采纳情况汇总表",
    "all.docx": "三份合订",
    **{f"comments.{each}": "意见和统计" for each in FORMATS},
}


@desk.page("/<policy_id>/reports", Right.EXPORT)
def show_reports(admission: Admission) -> Response:
    """List the files in the edition that is chosen."""
    return show_matter("reports.html", admission, "reports", names=NAMES, edition=_edition())


@desk.page("/<policy_id>/reports/<name>")
def give_report(admission: Admission, name: str) -> Response:
    """Send one file, made now; names and contacts only to who may see them."""
    edition, policy_id = _edition(), admission.policy_id
    admission.require(Right.REVEAL if edition == "restricted" else Right.EXPORT)
    if name not in NAMES:
        abort(404)
    service, ending = admission.service, name.rpartition(".")[2]

    def write(path: Path) -> None:
        if name in PARTS:
            report_file(service, policy_id, edition, path, PARTS[name])
        else:
            lang = request_locale().language.tag
            export_file(service, policy_id, edition, ending, path, lang)

    day = china_day(service.now())
    return download(f"{NAMES[name]}-{EDITION_NAMES[edition]}-{policy_id}-{day}.{ending}", write)


def _edition() -> str:
    asked = request.args.get("edition", EDITIONS[0])
    return asked if asked in EDITIONS else abort(404)

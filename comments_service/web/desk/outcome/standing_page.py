"""概况: what of one consultation is due, how far it is, what came by clause, day and channel."""

from collections.abc import Iterator

from flask import Response

from catalogue.citation import WHOLE_TEXT
from comments_service.domain.accounts.roles import Right
from comments_service.domain.register.code_words import CHANNELS
from comments_service.domain.register.filter import WHOLE_DRAFT
from comments_service.services.register.standing_counts import StandingCounts, standing_counts
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import show_matter
from comments_service.web.desk.register.register_page import clause_label
from comments_service.web.shell.page import current_links
from comments_service.web.shell.request_locale import request_locale

Chart = tuple[str, str, list[tuple[str, str, int]]]


@desk.page("/<policy_id>/", Right.SEE)
def show_overview(admission: Admission) -> Response:
    """Show where a consultation stands."""
    counts = standing_counts(admission.service, admission.policy)
    charts = list(_charts(admission.policy_id, counts))
    return show_matter("overview.html", admission, "", charts=charts)


def _charts(policy_id: str, counts: StandingCounts) -> Iterator[Chart]:
    translate, day = request_locale().translate, request_locale().month_day

    def at(**query: str) -> str:
        return current_links().desk(f"{policy_id}/register", **query)

    yield (
        translate("按部分"),
        translate("条款"),
        [
            (clause_label(clause), at(clause=clause.wid), number)
            if clause
            else (translate(WHOLE_TEXT), at(clause=WHOLE_DRAFT), number)
            for clause, number in counts.parts
        ],
    )
    most = [(clause.citation, at(clause=clause.wid), number) for clause, number in counts.clauses]
    yield translate("意见最多的条款"), translate("条款"), most
    channels = [(translate(CHANNELS[code]), at(channel=code), n) for code, n in counts.channels]
    yield translate("按渠道"), translate("渠道"), channels
    days = [(day(each), "", number) for each, number in counts.days]
    yield translate("按收到的日期"), translate("日期"), days

"""Showing a page of the desk: the dark bar, who is signed in, the tabs of one consultation."""

import os
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response, g, request, send_file

from catalogue.window import CHINA, china_day
from comments_service.domain.accounts.roles import Right, Role
from comments_service.domain.errors import FieldFault, Refusal
from comments_service.domain.register.code_words import ROLES
from comments_service.services.accounts.sign_in import Session
from comments_service.services.intake.units import unit_replies
from comments_service.services.register.consultation_status import ConsultationStatus, status_of
from comments_service.web.desk.guard import Admission
from comments_service.web.shell.page import show
from comments_service.web.shell.problem_details import STATUS
from comments_service.web.shell.request_context import current_service
from comments_service.web.shell.request_locale import Locale, request_locale
from comments_service.web.site.send_file import media_type

TABS = {
    "": "概况",
    "register": "台账",
    "units": "征求部门意见",
    "release": "发布与反馈",
    "reports": "报表",
}
# Entries of the bar: the page's name, its address, its words, and who sees it (None: everybody).
BAR: tuple[tuple[str, str, str, Right | None], ...] = (
    ("todo", "", "待办", None),
    ("matters", "#matters", "征求意见", Right.SEE),
    ("enter", "enter", "登记来件", Right.ENTER),
    ("drafts", "drafts/", "起草", Right.PREVIEW),
    ("year", "year", "年度报表", Right.EXPORT),
    ("sealed", "sealed", "转纪检（密）", Right.SEALED),
    ("staff", "staff", "人员", None),
)


class DeskLocale(Locale):
    """How the desk writes a consultation, days and staff, in the page's language."""

    def due(self, each: ConsultationStatus) -> str:
        """Return what of a consultation is due when, and how long it is until then."""
        if each.due is None:
            return self.period(each.window)
        day = self.month_day(each.due)
        words = "%(day)s截止" if each.stands.state == "open" else "%(day)s前反馈"
        return f"{self.translate(words, day=day)}{self.translate('，')}{self._left(each)}"

    def _left(self, each: ConsultationStatus) -> str:
        days = each.days_left
        if days < 0:
            return self.translate("已过%(count)s天", count=-days)
        return self.translate("还有%(count)s天", count=days) if days else self.translate("今天到期")

    def progress(self, each: ConsultationStatus) -> str:
        """Return how far the comments of a consultation are."""
        come = each.progress
        if not come.comments:
            return self.translate("还没有意见" if each.due else "未收到意见建议")
        numbers = {
            "%(number)s条已审核": come.released,
            "%(number)s条已拟办": come.proposed,
            "%(number)s条未定": come.undecided,
        }
        said = [self.translate(words, number=number) for words, number in numbers.items() if number]
        return self.translate("，").join(said)

    def short_day(self, day: date) -> str:
        """Return a day as the register has it: 7-16."""
        return f"{day.month}-{day.day}"

    def short_moment(self, at: datetime) -> str:
        """Return an instant as histories have it: 7月16日 10:06, in Beijing time."""
        return f"{self.month_day(china_day(at))} {at.astimezone(CHINA):%H:%M}"

    def roles(self, roles: Collection[Role]) -> str:
        """Return the names of roles in the order of the work: 承办、审核."""
        return self.translate("、").join(
            self.translate(word) for role, word in ROLES.items() if role in roles
        )


def show_desk(
    template: str,
    status: int = 200,
    *,
    here: str = "todo",
    faults: Iterable[FieldFault] = (),
    refusal: Refusal | None = None,
    **facts: Any,
) -> Response:
    """Render a page of the desk.

    ``here`` is the entry of ``BAR`` that the page belongs to. The first of ``faults`` of each
    field is shown at it; with any the page is a 422 where no other status is given. A
    ``refusal`` has its own faults and status, and a message where it is about no field.
    """
    session: Session | None = g.get("desk_session")
    locale = DeskLocale(request_locale().language)
    officer = session.officer if session else None
    said: dict[str, str] = {}
    for fault in (*faults, *(refusal.faults if refusal else ())):
        said.setdefault(fault.field, locale.of(fault))
    if status == 200:
        status = STATUS[refusal.code] if refusal else 422 if said else 200
    return show(
        f"desk/{template}", status, here=here, posted=request.method == "POST", faults=said,
        refused=locale.of(refusal) if refusal and not refusal.faults else "",
        bar=[each[:3] for each in BAR if each[3] is None or (officer and officer.may(each[3]))],
        officer=officer,
        locale=locale,
        csrf=session.csrf if session else "",
        may=officer.may if officer else None,
        Right=Right,
        demo=current_service().demo,
        **facts,
    )  # fmt: skip


def show_matter(
    template: str, admission: Admission, tab: str, status: int = 200, **facts: Any
) -> Response:
    """Render a page of one consultation; ``tab`` is one of ``TABS``."""
    session: Session = g.desk_session
    service, policy = admission.service, admission.policy
    return show_desk(
        template, status, here="matters", policy=policy, tab=tab, tabs=TABS,
        head=status_of(service, policy, session.now),
        unit_replies=unit_replies(service, policy.id), **facts,
    )  # fmt: skip


def download(name: str, write: Callable[[Path], object]) -> Response:
    """Send the file that ``write`` makes at a path, under a name.

    Its folder, which only the service's own user can open, is gone before the first byte goes.
    """
    with TemporaryDirectory(prefix="yanlu-") as folder:
        path = Path(folder) / "whole"
        write(path)
        made = path.open("rb")
    answer = send_file(made, media_type(name), as_attachment=True, download_name=name)
    answer.content_length = os.fstat(made.fileno()).st_size
    return answer

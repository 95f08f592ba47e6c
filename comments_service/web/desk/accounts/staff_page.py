"""Who works here with which roles, who stands in for whom; 管理 may arrange a 代办."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Response, request

from comments_service.domain.accounts.roles import Right, Role
from comments_service.domain.errors import FieldFault
from comments_service.domain.register.code_words import ROLES
from comments_service.services.accounts import staff
from comments_service.web.desk.guard import Admission, desk, to_desk
from comments_service.web.desk.intake.enter_form import NO_DAY, day_of
from comments_service.web.desk.page import show_desk
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_locale import request_locale


@desk.page("/staff")
def show_staff(
    admission: Admission, fields: Mapping[str, str] = MappingProxyType({}), *faults: FieldFault
) -> Response:
    """Show the accounts and every 代办, and what was typed into the form."""
    service, accounts = admission.service, staff.accounts(admission.service)
    return show_desk(
        "staff.html", here="staff", accounts=accounts,
        stand_ins=staff.stand_ins(service),
        names={row.officer.id: row.officer.name for row in accounts},
        people=[(row.officer.login, row.officer.name) for row in accounts if row.active],
        role_choices=request_locale().choices(ROLES), fields=fields, faults=faults,
    )  # fmt: skip


@desk.form("/staff", Right.MANAGE)
def arrange(admission: Admission) -> Response:
    """Set somebody a role for some days, at the order of who is signed in."""
    fields = form_fields(request)
    first, last = day_of(fields.get("from", "")), day_of(fields.get("to", ""))
    if first is None or last is None:
        return show_staff(admission, fields, FieldFault("to" if first else "from", NO_DAY))
    try:
        role = Role(fields.get("role", ""))
        days = {"first_day": first, "last_day": last}
        staff.stand_in(
            admission.service, fields.get("login", ""), role, **days, by=admission.officer.login
        )
    except ValueError as error:
        fault = getattr(error, "fault", None) or FieldFault("login", "请重新选择人员和角色")
        return show_staff(admission, fields, fault)
    return to_desk("staff")

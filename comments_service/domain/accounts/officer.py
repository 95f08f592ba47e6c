"""Members of staff, and what each of them may do with which policy."""

from dataclasses import dataclass
from datetime import date

from comments_service.domain.accounts.roles import Right, Role, rights_of
from comments_service.domain.errors import FieldFault

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody with the roles in force today; ``policies``: the only ones concerned, empty: all."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    policies: frozenset[str] = frozenset()

    def may(self, right: Right, policy: str | None = None) -> bool:
        """Return whether the officer has a right, for a policy where one is named."""
        return right in rights_of(self.roles) and self.concerns(policy)

    def concerns(self, policy: str | None) -> bool:
        """Return whether a policy concerns the officer at all."""
        return policy is None or not self.policies or policy in self.policies


@dataclass(frozen=True, slots=True)
class StandIn:
    """A role that somebody has from the first to the last day (代办); ``by`` ordered it."""

    staff_id: str
    role: Role
    first_day: date
    last_day: date
    by: str


def password_fault(password: str, login: str) -> str:
    """Return why a password is not taken; empty where it is."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return "密码应为10至200个字符"
    if login.casefold() in password.casefold():
        return "密码中不能有登录名"
    if len(set(password)) < 5:
        return "密码中不同的字符太少"
    return ""


def stand_in_fault(new: StandIn, today: date) -> FieldFault | None:
    """Return why a 代办 is not taken, None where it is; nobody orders one for themselves."""
    if new.staff_id == new.by:
        return FieldFault("login", "不能让自己代办，请选另一个人")
    if new.last_day < new.first_day:
        return FieldFault("to", "最后一天不能早于第一天")
    if new.last_day < today:
        return FieldFault("to", "最后一天已经过去")
    return None

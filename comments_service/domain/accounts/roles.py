"""What members of staff do, by role, and what each role may: one table for all doors."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """登记 承办 审核 发布 督查 管理 纪检 起草."""

    REGISTRAR = "registrar"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    INSPECTOR = "inspector"
    DRAFTER = "drafter"


class Right(StrEnum):
    """What can be done on the desk; ``SEALED``: to see 检举控告, which nobody else sees.

    ``DRAFT``: to bring a draft and hand it in; ``PREVIEW``: to see drafts before others do.
    """

    SEE = "see"
    ENTER = "enter"
    CHECK = "check"
    DECIDE = "decide"
    RELEASE = "release"
    PUBLISH = "publish"
    EXPORT = "export"
    REVEAL = "reveal"
    MANAGE = "manage"
    SEALED = "sealed"
    DRAFT = "draft"
    PREVIEW = "preview"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.REGISTRAR: frozenset({Right.SEE, Right.ENTER, Right.CHECK, Right.EXPORT, Right.REVEAL}),
    Role.HANDLER: frozenset(
        {Right.SEE, Right.ENTER, Right.CHECK, Right.DECIDE, Right.EXPORT, Right.REVEAL}
    ),
    Role.REVIEWER: frozenset(
        {Right.SEE, Right.CHECK, Right.DECIDE, Right.RELEASE, Right.EXPORT, Right.REVEAL}
    ),
    Role.PUBLISHER: frozenset({Right.SEE, Right.PUBLISH, Right.EXPORT, Right.PREVIEW}),
    Role.SUPERVISOR: frozenset({Right.SEE, Right.EXPORT}),
    Role.ADMIN: frozenset({Right.SEE, Right.MANAGE}),
    Role.INSPECTOR: frozenset({Right.SEALED}),
    Role.DRAFTER: frozenset({Right.SEE, Right.DRAFT, Right.PREVIEW}),
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Return what somebody with these roles may."""
    return frozenset().union(*(_RIGHTS[role] for role in roles))


def roles_with(right: Right) -> tuple[Role, ...]:
    """Return which roles have a right, in the order of the work."""
    return tuple(role for role, rights in _RIGHTS.items() if right in rights)

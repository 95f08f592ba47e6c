"""The list of the register that an address names, read from it and written into links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from flask import request

from comments_service.domain.register.code_words import CHANNELS, DISPOSITIONS, PARTICIPANTS, STAGES
from comments_service.domain.register.filter import WHOLE_DRAFT, Hint, Order, RegisterFilter
from comments_service.services.register.register import Turn

_NAMES = tuple(each.name for each in fields(RegisterFilter))
FILTERS: dict[str, tuple[str, Mapping[str, str]]] = {
    "stage": ("状态", STAGES),
    "clause": ("条款", {WHOLE_DRAFT: "全文"}),
    "channel": ("渠道", CHANNELS),
    "kind": ("反馈人", PARTICIPANTS),
    "disposition": ("拟定", DISPOSITIONS),
    "late": ("时限", {"1": "逾期"}),
    "hint": ("提示", {Hint.AUTOMATIC: "疑似自动提交", Hint.DISOWNED: "本人否认"}),
}
"""Each filter with its title and what its values are called; a clause is named by its wId too."""
_OPEN = {"clause", "q"}
_LONGEST = 200
# As far as the columns of a key reach.
_KEY = re.compile(r"(-?[0-9]{1,18})\.([0-9]{1,9})\.([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class AskedList:
    """What the register is narrowed to and how it is sorted."""

    wanted: RegisterFilter
    order: Order

    def query(self, **changes: str) -> dict[str, str]:
        """Return the parts of an address that ask for it, with some of them changed."""
        own = {name: getattr(self.wanted, name) for name in _NAMES}
        sort = "" if self.order is Order.CLAUSE else str(self.order)
        return {**own, "sort": sort, **changes}


def asked_list() -> AskedList:
    """Read the list from the current address; what is not understood narrows nothing."""
    sort = request.args.get("sort", "")
    order = Order(sort) if sort in set(Order) else Order.CLAUSE
    given = {name: request.args.get(name, "").strip()[:_LONGEST] for name in _NAMES}
    known = {n: v for n, v in given.items() if v and (n in _OPEN or v in FILTERS[n][1])}
    return AskedList(RegisterFilter(**known), order)


def asked_turn() -> Turn:
    """Read which page of the list is asked for."""
    for name in ("after", "before"):
        found = _KEY.fullmatch(request.args.get(name, ""))
        if found:
            rank, serial, position = map(int, found.groups())
            return Turn((rank, serial, position), back=name == "before")
    return Turn()

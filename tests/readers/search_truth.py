"""What the search must find, by the rule alone: the folded wording of each clause."""

from collections.abc import Sequence
from typing import Any

from catalogue.text import fold


def wordings(clauses: Sequence[dict[str, Any]]) -> list[str]:
    """Fold number, heading and text of each clause of a ``clauses.json``.

    Of the first 款 of a 条 too what is printed before it: the 条's number and title.
    """
    own = {clause["eid"]: _own(clause) for clause in clauses}
    return [fold(_lead(clause["eid"], own) + own[clause["eid"]]) for clause in clauses]


def _own(clause: dict[str, Any]) -> str:
    # A bullet is read where the source opens the item of a list.
    number = "•" if clause["number"] in {"-", "*", "+"} else clause["number"]
    return str(number + clause.get("plain", clause["heading"] + clause["text"]))


def _lead(eid: str, own: dict[str, str]) -> str:
    above, _, last = eid.rpartition("__")
    article = above.rpartition("__")[2].startswith("art_")
    return own[above] if last == "para_1" and article else ""

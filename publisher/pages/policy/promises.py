"""服务承诺清单 as a table: who does what until when, and its state."""

from datetime import date
from typing import Any

from interface.language import Translate
from publisher.compile.clause_names import ClauseNames
from publisher.compile.policy import CompiledPolicy
from publisher.sources.commitments import Commitment

_KINDS = {"完成": "done", "逾期": "late", "未到期": "open", "": ""}


def commitments_values(compiled: CompiledPolicy, translate: Translate) -> dict[str, Any] | None:
    """Return what ``parts/commitments.html`` shows; None where the policy has no list.

    ``whole`` is whether the list is the policy's whole text: then its rows are the clauses,
    with their ids, and the page has no other text. Places are paths below the site.
    """
    listed = compiled.commitments
    if listed is None:
        return None
    page = f"{compiled.policy.id}/"
    rows = [_row(item, compiled.names, page, translate) for item in listed.items]
    if listed.whole:
        clauses = compiled.latest.clauses.clauses
        rows = [
            {**row, "eid": clause.eid, "wid": clause.wid}
            for row, clause in zip(rows, clauses, strict=True)
        ]
    return {"title": listed.title, "rows": rows, "whole": listed.whole}


def _row(item: Commitment, names: ClauseNames, page: str, translate: Translate) -> dict[str, Any]:
    found = names.find(item.clause) if item.clause else None
    state = item.state or ("完成" if item.done_on else "")
    words = {
        "完成": translate("完成"),
        "逾期": translate("逾期"),
        "未到期": translate("未到期"),
        "": "",
    }
    return {
        "title": item.title,
        "unit": item.unit,
        "target": item.target,
        "deadline": item.deadline,
        "is_day": isinstance(item.deadline, date),
        "state": words[state],
        "kind": _KINDS[state],
        "done_on": item.done_on,
        "note": item.note,
        "clause": {"citation": found.citation, "path": f"{page}#{found.anchor}"} if found else None,
        "eid": "",
        "wid": "",
    }

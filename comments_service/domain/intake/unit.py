"""Units that are asked for their opinion on a draft (征求部门意见)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comments_service.domain.canonical import canonical_json
from comments_service.domain.errors import FieldFault
from comments_service.domain.text_rules import cannot_be_kept, is_blank

LONGEST_NAME = 200
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """A unit that was asked; ``submission`` is its opinion, None with a day: 无意见."""

    id: str
    policy: str
    name: str
    due_on: date
    replied_on: date | None
    submission: str | None
    salt: str
    digest: str

    def is_overdue(self, today: date) -> bool:
        """Return whether the reply is still missing after the day it was due."""
        return self.replied_on is None and self.due_on < today


def unit_content(policy_id: str, name: str, due_on: date) -> str:
    """Return the canonical JSON of what a unit was asked: what its digest covers."""
    return canonical_json({"policy": policy_id, "name": name, "due_on": due_on.isoformat()})


def unit_faults(
    names: list[str], due_on: date | None, today: date, known: set[str]
) -> Iterator[FieldFault]:
    """Yield what keeps units from being asked; ``known`` are those asked before."""
    twice = next((each for i, each in enumerate(names) if each in known | set(names[:i])), None)
    if not names:
        yield FieldFault("names", "请填写单位名称，每行一个")
    elif len(names) > MOST_AT_ONCE or any(len(each) > LONGEST_NAME for each in names):
        yield FieldFault("names", "一次最多100个单位，每个名称不超过200个字符")
    elif any(cannot_be_kept(each) or is_blank(each) for each in names):
        yield FieldFault("names", "含有无法保存的字符")
    elif twice:
        yield FieldFault("names", "“%(name)s”已在名单上", {"name": twice})
    if due_on is None or due_on < today:
        yield FieldFault("due_on", "请填写今天或以后的日期")

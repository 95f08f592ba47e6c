"""``commitments.yml``: the 服务承诺清单, who does what until when, and its state."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from publisher.problems import Problems
from publisher.sources.schema import Line, OptionalDay, Text, day_of, fault, in_words, validate
from publisher.sources.yaml_text import YamlText, read_yaml

_MEANT_AS_A_DATE = re.compile(r"[\d./-]+")


def _deadline(value: str) -> date | str:
    """Take a date, or words such as 长期 and 收到申请后2个工作日内."""
    return day_of(value) if _MEANT_AS_A_DATE.fullmatch(value) else value


class Commitment(BaseModel):
    """One promise: ``unit`` 责任单位, ``target`` 目标, ``deadline`` 完成时限 (a date or words).

    ``state`` is what the file says, never derived from the clock: a page must not change
    from one day to the next without its source. ``clause`` names the clause of the policy
    that the promise carries out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    unit: Text = ""
    target: Text = ""
    deadline: Annotated[date | str, BeforeValidator(_deadline)]
    state: Annotated[Literal["", "未到期", "完成", "逾期"], in_words("items.state")] = ""
    done_on: OptionalDay = None
    note: Text = ""
    clause: Text = ""

    def is_overdue(self, today: date) -> bool:
        """Return whether the deadline has passed and the file does not say what became of it."""
        open_ended = self.state in ("", "未到期") and self.done_on is None
        return open_ended and isinstance(self.deadline, date) and self.deadline < today


def _some(items: tuple[Commitment, ...]) -> tuple[Commitment, ...]:
    if not items:
        raise fault("empty_list")
    return items


class CommitmentsFile(BaseModel):
    """``commitments.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line = "服务承诺清单"
    items: Annotated[tuple[Commitment, ...], AfterValidator(_some)]


@dataclass(frozen=True, slots=True)
class Commitments:
    """The list with its file.

    ``whole`` is whether the policy has no other text, so that the list is its text.
    """

    title: str
    items: tuple[Commitment, ...]
    source: YamlText
    whole: bool = False

    def line(self, index: int, key: str = "") -> int:
        """Return the line of an entry, or of one of its keys, in the file."""
        return self.source.line(("items", index, key) if key else ("items", index))

    def as_text(self) -> str:
        """Write the list as a text of numbered clauses, one to a line.

        What may change without a new version is left out: the state, the note, and where
        in the file an entry stands. So a sealed list can be kept up to date.
        """
        sentences = (_sentence(item) for item in self.items)
        return "".join(f"{number}. {line}\n" for number, line in enumerate(sentences, 1))


def read_commitments(path: Path, problems: Problems) -> Commitments | None:
    """Read the list; every fault is reported at its line."""
    data = read_yaml(path, problems)
    file = validate(CommitmentsFile, data, problems) if data else None
    return Commitments(file.title, file.items, data) if file and data else None


def _sentence(item: Commitment) -> str:
    parts = [item.title.rstrip("。；;")]
    named = (("责任单位", item.unit), ("目标", item.target), ("完成时限", str(item.deadline)))
    parts += [f"{name}：{' '.join(value.split())}" for name, value in named if value]
    return "；".join(parts) + "。"

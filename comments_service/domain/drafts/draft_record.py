"""What is kept with a draft: whose it is, who handed it in, who released it, what became of it.

The shapes are those that ``build.py take`` reads (docs/operators/staff.md, "Drafts").
"""

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalogue.ids import POLICY_ID
from comments_service.domain.drafts.draft_reading import DraftProblem

_POLICY = f"^{POLICY_ID.pattern}$"


class DraftStep(StrEnum):
    """What somebody did with a draft, as the ledger names it: 收到, 交出, 退回, 发布, 删除."""

    RECEIVED = "received"
    HANDED_IN = "handed_in"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    REMOVED = "removed"


class DraftStage(StrEnum):
    """Where a draft is: 起草中, 等待发布, 等待生成, 已公开, 没有通过."""

    WRITTEN = "written"
    HANDED_IN = "handed_in"
    RELEASED = "released"
    PUBLISHED = "published"
    REFUSED = "refused"


class _OnDisk(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    policy: str = Field(pattern=_POLICY)
    at: str


class DraftRecord(_OnDisk):
    """``draft.json``; ``title``: as it was read, or else the name of the file that came.

    ``base``: digests of the policy's files when the draft was made.
    """

    format: Literal["yanlu-draft/1"] = Field("yanlu-draft/1", alias="schema")
    file: str = Field(pattern=r"^source\.(docx|html|txt|md|doc|wps|odt)$")
    name: str
    title: str = ""
    by: str
    answers: dict[str, Any] = {}
    base: dict[str, str] = {}


class HandedIn(_OnDisk):
    """``handed_in.json``: by whom, and the digest of each file of the policy."""

    format: Literal["yanlu-handed-in/1"] = Field("yanlu-handed-in/1", alias="schema")
    by: str
    files: dict[str, str]


class Released(HandedIn):
    """``released.json``: the same by another account."""

    format: Literal["yanlu-released/1"] = Field("yanlu-released/1", alias="schema")  # type: ignore[assignment]


class TakeAnswer(_OnDisk):
    """``taken.json``, which ``take`` writes: published, or what was wrong."""

    format: Literal["yanlu-taken/1"] = Field(alias="schema")
    version: str = ""
    published: bool
    problems: tuple[DraftProblem, ...] = ()

"""What the desk says of a draft: who handed it in, who released it, and which files it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalogue.ids import policy_id_fault
from publisher.inbox.draft_folder import DraftFolder, InboxFault
from publisher.sources.lock_file import Digest
from publisher.sources.own_file import is_left_behind
from publisher.sources.schema import Line

_Files = Annotated[Mapping[Line, Digest], Field(max_length=1000)]
# As the desk names its accounts: two logins that only look alike could pass for two people.
_Login = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class _DeskPart(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    schema_: Annotated[str, Field(alias="schema")]
    policy: Line
    by: _Login


class _Received(_DeskPart):
    base: _Files


class _Signed(_DeskPart):
    files: _Files


_Part = TypeVar("_Part", bound=_DeskPart)


@dataclass(frozen=True, slots=True)
class DraftRelease:
    """A draft that one account handed in and another one released.

    ``files`` are the digests of its files by name, ``base`` those of the policy's as they
    were when the draft was made.
    """

    policy: str
    files: Mapping[str, str]
    base: Mapping[str, str]


def read_release(folder: DraftFolder) -> DraftRelease:
    """Read what the desk wrote; ``InboxFault`` D001 or D002 where it does not fit together."""
    received = _part(folder, "draft.json", "yanlu-draft/1", _Received)
    handed_in = _part(folder, "handed_in.json", "yanlu-handed-in/1", _Signed)
    released = _part(folder, "released.json", "yanlu-released/1", _Signed)
    place = f"{folder.name}/released.json"
    if len({received.policy, handed_in.policy, released.policy}) > 1:
        raise InboxFault("D002.policy", place, policy=released.policy)
    if policy_id_fault(released.policy):
        raise InboxFault("D002.not_an_id", place, policy=released.policy)
    if released.by in {received.by, handed_in.by}:
        raise InboxFault("D002.one_account", place, account=released.by)
    if handed_in.files != released.files:
        raise InboxFault("D002.files", place)
    return DraftRelease(released.policy, _shown(released.files), _shown(received.base))


def _shown(files: Mapping[str, str]) -> dict[str, str]:
    """Leave out what is hidden: the sealed texts stay where they are."""
    return {name: digest for name, digest in files.items() if not is_left_behind(name)}


def _part(folder: DraftFolder, name: str, schema: str, model: type[_Part]) -> _Part:
    place = f"{folder.name}/{name}"
    try:
        part = model.model_validate(json.loads(folder.read(name)))
    except ValidationError as error:
        key = ".".join(map(str, error.errors()[0]["loc"])) or name
        raise InboxFault("D001.key", place, key=key) from error
    except (ValueError, RecursionError) as error:
        raise InboxFault("D001.not_json", place) from error
    if part.schema_ != schema:
        raise InboxFault("D001.key", place, key="schema")
    return part

"""What a reader has typed into the comment form so far.

The form's fields are named like the fields of the programming interface,
``comments[0].body``, so that a fault found by the one set of rules finds its field.
"""

import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from comments_service.domain.comments.attachment import MOST_ATTACHMENTS
from comments_service.domain.errors import Malformed
from comments_service.domain.text_rules import many_lines

MOST_BLOCKS = 20
KEY = re.compile(r"[\x20-\x7e]{16,64}")
_SAID = ("clause", "body", "proposed_text", "reason", "stance", "attachments")
_SENDER = (
    "participant", "organisation", "uscc", "name", "identity", "phone", "email", "contact_code",
    "place", "guardian",
)  # fmt: skip
FIELDS = (*_SAID, *_SENDER, "consent_notice")
"""What a reader has to fill in, in the order of the page: a comment's fields, then the sender's."""
_COMMENT_FIELD = re.compile(rf"comments\[(1?[0-9])]\.({'|'.join(_SAID)}|confidential)")
_TEXTS = (
    "version", "idempotency_key", "challenge", "notice_version", "asked_name",
    "contact_code_id", *_SENDER,
)  # fmt: skip
_TICKS = ("consent_notice", "consent_publish_name")
_OWN = frozenset(("policy", "action", *_TEXTS, *_TICKS))


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """One block of the form; an empty ``clause`` is the whole draft.

    ``attachments`` are the ids of its uploads, separated by blanks.
    """

    clause: str = ""
    body: str = ""
    proposed_text: str = ""
    reason: str = ""
    stance: str = ""
    attachments: str = ""
    confidential: bool = False

    def request(self) -> dict[str, Any]:
        """Return the comment as the interface takes it."""
        files = self.attachments.split()
        return {**asdict(self), "clause": self.clause or None, "attachments": files}


def new_key() -> str:
    """Make an idempotency key: a form sent twice is taken once."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class FormDraft:
    """The whole form, exactly as typed (line ends as LF).

    ``asked_name`` is the name of which the reader has been asked whether it is one; ``uscc``,
    ``contact_code`` and ``identity``, a ticket that proves the name, are None where the form does
    not ask for them.
    """

    policy: str
    version: str
    comments: tuple[CommentDraft, ...] = (CommentDraft(),)
    participant: str = "person"
    organisation: str = ""
    uscc: str | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    contact_code: str | None = None
    contact_code_id: str = ""
    identity: str | None = None
    place: str = ""
    guardian: str = ""
    consent_notice: bool = False
    consent_publish_name: bool = False
    notice_version: str = ""
    asked_name: str = ""
    idempotency_key: str = field(default_factory=new_key)
    challenge: str = ""

    def request(self) -> dict[str, Any]:
        """Return the submission as the interface takes it: a person has no 单位名称.

        Only a person has somebody to care for it, and only a blank that is asked for is sent.
        """
        person, typed = self.participant == "person", asdict(self)
        shown = {"id": typed.pop("contact_code_id"), "code": typed.pop("contact_code") or ""}
        del typed["asked_name"]
        if not (person and self.guardian.strip()):
            del typed["guardian"]
        if self.participant != "organisation" or self.uscc is None:
            del typed["uscc"]
        else:
            typed["uscc"] = self.uscc.strip() or " "
        return {
            **typed,
            "contact_code": None
            if self.contact_code is None
            else {name: each.strip() or " " for name, each in shown.items()},
            "identity": None if self.identity is None else self.identity.strip() or " ",
            **{name: getattr(self, name).strip() for name in ("phone", "email", "place")},
            # A blank says that the body was asked for its name and gave none; so above.
            "organisation": "" if person else self.organisation.strip() or " ",
            "comments": [each.request() for each in self.comments],
        }

    def mended(self, version: str) -> "FormDraft":
        """Return the draft with key and version, hidden fields that no reader could correct."""
        draft = self if KEY.fullmatch(self.idempotency_key) else self.with_new_key()
        return replace(draft, version=self.version or version)

    def with_new_key(self) -> "FormDraft":
        """Return the draft as one that was never sent."""
        return replace(self, idempotency_key=new_key())


def read_draft(policy_id: str, fields: dict[str, str]) -> FormDraft:
    """Return the draft that a browser sent; ``Malformed`` for a field the form does not have."""
    if fields.get("policy", policy_id) != policy_id:
        raise Malformed
    own: dict[str, Any] = {name: fields.get(name, "") for name in _TEXTS}
    own |= {name: fields.get(name) == "on" for name in _TICKS}
    own |= {name: fields.get(name) for name in ("uscc", "contact_code", "identity")}
    return FormDraft(policy=policy_id, comments=_comments(fields), **own)


def _comments(fields: dict[str, str]) -> tuple[CommentDraft, ...]:
    blocks: dict[int, dict[str, Any]] = {}
    for name, value in fields.items():
        if name in _OWN:
            continue
        found = _COMMENT_FIELD.fullmatch(name)
        if found is None:
            raise Malformed
        own = blocks.setdefault(int(found[1]), {})
        own[found[2]] = found[2] == "confidential" or many_lines(value)
        if found[2] == "attachments":
            # One too many is enough to be told of.
            own[found[2]] = " ".join(value.split()[: MOST_ATTACHMENTS + 1])
    sent = (CommentDraft(**blocks[index]) for index in sorted(blocks))
    return tuple(sent) or (CommentDraft(),)

"""What the parts of a document say of the policy: its kind, who signed it and when, the round."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from interface.names import CHANNEL_NAMES
from publisher.importers.blocks.imported_text import Block
from publisher.importers.draft.consultation_facts import FoundEntry, find_channels, find_window
from publisher.importers.draft.found_values import FoundValues
from publisher.importers.draft.notice_part import is_notice
from publisher.importers.draft.organs import is_organ
from publisher.importers.draft.signing import Signature, find_signature
from publisher.importers.draft.title_block import label_of
from publisher.problems import Message

_REPLY = re.compile(r"(?:答复|复函|批复|答复的函)$")
# What representatives of the people's congress and members of the CPPCC put forward.
_PROPOSER = r"(?:人大|政协|代表(?!处|机构)|委员(?!会)|您)"
# How it was dealt with, or which part it is: （A类）, （一）.
_CLASS = re.compile(r"(?:[(（][^()（）]{1,12}[)）])+$")
_NUMBER = r"第 ?[\d〇零一二三四五六七八九十百]+ ?号"
_PROPOSAL = re.compile(
    rf"提案|(?:{_PROPOSER}|{_NUMBER}).{{0,60}}(?:建议|议案)|(?:建议|议案).{{0,20}}{_NUMBER}"
)
_RECEIVED = re.compile(rf"{_PROPOSER}.{{0,80}}(?:提案|议案|建议).{{0,30}}收悉")
_TO_PROPOSER = re.compile(r".{1,30}(?:代表|委员)[：:]")
_CONSULTING = re.compile(
    r"(?:征求|征询|征集)(?:[^。《》]{0,12}《[^《》]{2,80}》)?.{0,8}(?:意见|建议)|公开征集|听取.{0,6}意见"
)
# 临江市商务局 局长 张三: the body, then who heads it.
_OFFICE = re.compile(r" \S{1,6}(?:长|主任|主席|书记)[ ：:].{1,12}$")
_ANSWERING = re.compile(
    r"您.{0,8}提出的.{0,80}(?:提案|建议|意见)(?:[(（][^()（）]{1,20}[)）]|已|的提案|的建议)*收悉"
)
_FIRST = 8


def kind_of(title: str, notice: str, text: Sequence[Block]) -> str:
    """Return the kind of a policy by its title, its text and the title of its notice, if any."""
    asks = is_notice(title) and _CONSULTING.search(title)
    if label_of(title) or asks or (notice and re.search(rf"{_CONSULTING.pattern}|公示", notice)):
        return "consultation"
    bare = _CLASS.sub("", title)
    if bare.endswith("解读"):
        return "interpretation"
    return "reply" if _answers_proposal(bare, text) else "document"


def _answers_proposal(title: str, text: Sequence[Block]) -> bool:
    """Return whether a text answers a 提案, 议案 or 建议 of a representative or a member.

    An answer to another body (复函, 批复) is a document like others.
    """
    first = [block.text for block in text[:_FIRST]]
    if any(map(_ANSWERING.search, first)):
        return True
    proposes = _PROPOSAL.search(title) or any(
        _TO_PROPOSER.fullmatch(line) or _RECEIVED.search(line) for line in first
    )
    return bool(_REPLY.search(title) and proposes)


def read_facts(
    notice: Sequence[Block], text: Sequence[Block], kind: str, found: FoundValues
) -> dict[str, Any]:
    """Return the values of ``policy.yml`` that header, head, signature and notice give.

    The day of a notice that asks for comments is that on which the draft is published, any
    other that on which the document was written (成文日期).
    """
    consulting = kind == "consultation"
    signature = find_signature(notice) or (None if notice else find_signature(text))
    if signature:
        _add_signers(signature, found)
    if signature and not consulting:
        found.add("written_on", signature.day)
    source = found.values.pop("source", "")
    if source and not found.values.get("issuer"):
        found.add("issuer", source)
        found.repairs.doubt(Message("doubt.issuer_is_source", {"issuer": source}))
    facts: dict[str, Any] = dict(found.values)
    if not consulting:
        return facts
    day = signature.day[:10] if signature else ""
    facts["published_on"] = facts.get("issued_on", "")[:10] or day
    asking = [Block(found.period), *(notice or text)]
    noticed = date.fromisoformat(facts["published_on"]) if facts["published_on"] else None
    if window := find_window(asking, noticed):
        facts["windows"] = [window.value]
        _doubt_window(window, found)
    if channels := find_channels(asking):
        facts["channels"] = [each.value for each in channels]
    for each in channels:
        kind = CHANNEL_NAMES[each.value["kind"]]
        said = {"kind": kind, "to": each.value["to"], "sentence": each.sentence}
        found.repairs.doubt(Message("doubt.channel", said), each.paragraph or None)
    return facts


def _add_signers(signature: Signature, found: FoundValues) -> None:
    names = (_OFFICE.sub("", " ".join(signer.split())) for signer in signature.signers)
    bodies = [name for name in names if is_organ(name)]
    if bodies:
        found.add("issuer", " ".join(bodies))
    elif not found.values.get("issuer"):
        name = " ".join(" ".join(signature.signers).split())
        found.add("issuer", name)
        found.repairs.doubt(Message("doubt.issuer_is_signer", {"issuer": name}))


def _doubt_window(window: FoundEntry, found: FoundValues) -> None:
    opens, closes = window.value.get("opens", "?"), window.value.get("closes", "?")
    said = {"opens": opens, "closes": closes, "sentence": window.sentence}
    whole = "?" not in (opens, closes)
    message = Message("doubt.window", said) if whole else Message("doubt.half_window", said)
    found.repairs.doubt(message, window.paragraph or None)

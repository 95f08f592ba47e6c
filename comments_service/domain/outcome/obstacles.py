"""What stops an outcome from being published, each with its place (先审后发)."""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from sys import intern
from typing import NamedTuple

from catalogue.results import CARRYING, Disposition
from catalogue.similarity import SimilarGroups
from catalogue.text import fold
from comments_service.domain.comments.submission import Stance
from comments_service.domain.outcome.outcome import AnsweredComment, public_text
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.text_rules import is_blank

CONCENTRATED_FROM = 5
"""Participants from whom what they all ask is 集中意见."""

_PERSONAL = {
    "电话号码": re.compile(
        r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?[2-9]\d{6,7})(?!\d)"
    ),
    "身份证号": re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)"),
    "电子邮箱": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
}


class ObstacleKind(StrEnum):
    """What is wrong; ``PENDING`` and ``WORDS`` are listed and stop nothing."""

    UNDECIDED = "undecided"
    UNRELEASED = "unreleased"
    REASON = "reason"
    CONCENTRATED = "concentrated"
    PERSONAL = "personal"
    PENDING = "pending"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing to see to, of comments by ``numbers``; ``text`` has ``values`` as ``%(name)s``."""

    kind: ObstacleKind
    comment: str
    numbers: tuple[str, ...]
    text: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing can be published before it is seen to."""
        return self.kind not in {ObstacleKind.PENDING, ObstacleKind.WORDS}


class _CountedText(NamedTuple):
    """What is kept of a comment to be counted with those that ask the same."""

    number: str
    comment: str
    participant: Hashable
    citation: str
    shown: bool
    answered: bool


def watched(
    comments: Iterable[AnsweredComment], names: Collection[str], found: list[Obstacle]
) -> Iterator[AnsweredComment]:
    """Pass comments on; once the last has gone through, the obstacles are in ``found``.

    An outcome stops where a comment has no decision, a decision is not released, a reason is
    missing (all but 采纳 have one), a concentrated opinion has no answer that the public reads,
    or a 公开摘要 or reason looks to hold a telephone or ID number, an e-mail address or one of
    the ``names`` that are masked. Only told are comments adopted without a clause that carries
    them, and the same signs in a participant's own words that would be shown.
    """
    known = {name for name in names if len(name) > 1}
    lengths = sorted({len(name) for name in known})
    groups, personal = SimilarGroups(), list[Obstacle]()
    alike = defaultdict[object, list[_CountedText]](list)
    asked = defaultdict[object, list[_CountedText]](list)
    for each in comments:
        row = each.row
        if row.state != CommentProgress.WITHDRAWN:
            found += _of_one(each)
            personal += _personal(each, known, lengths)
            told = _told(each)
            alike[groups.group_of(row.body or row.proposed_text)].append(told)
            for what in _asked(row):
                asked[what].append(told)
        yield each
    found += [*_concentrated([*alike.values(), *asked.values()]), *personal]


def _about(kind: ObstacleKind, row: RegisterRow, text: str, **values: object) -> Obstacle:
    return Obstacle(kind, row.comment, (row.number,), text, tuple(values.items()))


def _of_one(comment: AnsweredComment) -> Iterator[Obstacle]:
    row, answer = comment.row, comment.answer
    if row.disposition is None:
        yield _about(ObstacleKind.UNDECIDED, row, "还没有采纳情况")
    elif not row.released:
        yield _about(ObstacleKind.UNRELEASED, row, "采纳情况已拟办，尚未审核发布")
    elif _lacks_reason(comment):
        yield _about(ObstacleKind.REASON, row, "除“采纳”外，须写明理由")
    if answer in CARRYING and not (row.to_wid or row.to_citation or row.later):
        yield _about(ObstacleKind.PENDING, row, "已采纳，未写体现在哪一条款；最迟在印发时写明")


def _lacks_reason(comment: AnsweredComment) -> bool:
    answer = comment.answer
    return answer not in {None, Disposition.ADOPTED} and is_blank(comment.row.reason)


def _told(comment: AnsweredComment) -> _CountedText:
    row, released = comment.row, comment.answer is not None
    shown = released and not is_blank(public_text(row))
    # The same citation of thousands of comments is kept once.
    what = row.number, row.comment, comment.participant, intern(row.citation)
    return _CountedText(*what, shown, released and not _lacks_reason(comment))


def _asked(row: RegisterRow) -> Iterator[tuple[str | None, str]]:
    if wording := fold(row.proposed_text):
        yield row.wid, wording
    elif row.stance == Stance.OPPOSE and row.wid:
        yield row.wid, ""


def _concentrated(opinions: Iterable[list[_CountedText]]) -> Iterator[Obstacle]:
    """Find concentrated opinions (集中意见) without an answer.

    国办发〔2019〕9号 asks that relatively concentrated opinions which are not adopted be
    answered with the reason, in a proper way. The rule here: an opinion is concentrated where
    at least ``CONCENTRATED_FROM`` participants say alike (``catalogue.similarity``), or ask
    the same of one clause: the same wording, or that it be not there (反对). It has its answer
    once at least one of its comments is released with words that the public reads, and
    whichever of them is not adopted has its reason. Similar comments are counted one by one.
    """
    seen: set[tuple[str, ...]] = set()
    for group in opinions:
        people = {each.participant for each in group}
        numbers = tuple(each.number for each in group)
        answered = any(each.shown for each in group) and all(each.answered for each in group)
        if len(people) < CONCENTRATED_FROM or numbers in seen or answered:
            continue
        seen.add(numbers)
        text = "%(count)s人所提的集中意见还没有公开的答复：%(citation)s"
        values = (("count", len(people)), ("citation", group[0].citation))
        yield Obstacle(ObstacleKind.CONCENTRATED, group[0].comment, numbers, text, values)


def _personal(
    comment: AnsweredComment, names: Collection[str], lengths: Sequence[int]
) -> Iterator[Obstacle]:
    row = comment.row
    written = (("公开摘要", row.summary), ("理由", row.reason))
    own = () if row.summary else (("意见原文", public_text(row)),)
    for kind, fields in ((ObstacleKind.PERSONAL, written), (ObstacleKind.WORDS, own)):
        for field, text in fields:
            for sign in _signs(text, names, lengths):
                said = "%(field)s里好像有%(sign)s，请改写后再公布"
                yield _about(kind, row, said, field=field, sign=sign)


def _signs(text: str, names: Collection[str], lengths: Sequence[int]) -> Iterator[str]:
    for sign, pattern in _PERSONAL.items():
        if pattern.search(text):
            yield sign
    ends = range(len(text))
    if any(text[at : at + length] in names for length in lengths for at in ends):
        yield "参与人姓名"

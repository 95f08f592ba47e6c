"""What stops an outcome from being published, each with its place (先审后发).

Of a million comments neither what is wrong with each nor what each asks has room: what is true of
many is kept once, with how many they are and the numbers of the first.
"""

import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from sys import intern

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
NAMED = 20
"""So many comments are named of those that have the same in their way."""

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
    """One thing to see to, of ``count`` comments; ``text`` has ``values`` as ``%(name)s``.

    ``numbers`` are those of the first ``NAMED``, ``comment`` is the id of the first.
    """

    kind: ObstacleKind
    comment: str
    numbers: tuple[str, ...]
    text: str
    values: tuple[tuple[str, object], ...] = ()
    count: int = 1

    @property
    def stops(self) -> bool:
        """Whether nothing can be published before it is seen to."""
        return self.kind not in {ObstacleKind.PENDING, ObstacleKind.WORDS}


class _Opinion:
    """What is kept of comments that ask the same, to be counted together."""

    __slots__ = ("answered", "citation", "comment", "digest", "numbers", "people", "shown")

    def __init__(self, first: RegisterRow) -> None:
        # The same citation of thousands of opinions is kept once.
        self.comment, self.citation = first.comment, intern(first.citation)
        self.numbers: list[str] = []
        # Hashes of who says it, as often as they say it; that of all its comments together.
        self.people, self.digest = array("q"), 0
        self.shown, self.answered = False, True

    def add(self, comment: AnsweredComment) -> None:
        """Count one more comment."""
        row, released = comment.row, comment.answer is not None
        if len(self.numbers) < NAMED:
            self.numbers.append(row.number)
        self.people.append(hash(comment.participant))
        self.digest = hash((self.digest, row.comment))
        self.shown |= released and not is_blank(public_text(row))
        self.answered &= released and not _lacks_reason(comment)


class _Gathered:
    """Obstacles by their words, in the order in which each is met first."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], tuple[Obstacle, list[str], list[int]]] = {}

    def add(self, each: Obstacle) -> None:
        """Count an obstacle with those of the same words."""
        key = each.kind, each.text, each.values
        _, numbers, count = self._found.setdefault(key, (each, [], [0]))
        if len(numbers) < NAMED:
            numbers += each.numbers
        count[0] += each.count

    def all(self) -> Iterator[Obstacle]:
        """Yield one for all of the same words."""
        for first, numbers, (count,) in self._found.values():
            yield replace(first, numbers=tuple(numbers[:NAMED]), count=count)


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
    groups, own, personal = SimilarGroups(), _Gathered(), _Gathered()
    alike: dict[object, _Opinion] = {}
    asked: dict[object, _Opinion] = {}
    for each in comments:
        row = each.row
        if row.state != CommentProgress.WITHDRAWN:
            for obstacle in _of_one(each):
                own.add(obstacle)
            for obstacle in _personal(each, known, lengths):
                personal.add(obstacle)
            _count(alike, groups.group_of(row.body or row.proposed_text), each)
            for what in _asked(row):
                _count(asked, what, each)
        yield each
    # Two opinions on one clause, of as many people, have the same words and an answer each.
    concentrated = _concentrated([*alike.values(), *asked.values()])
    found += [*own.all(), *concentrated, *personal.all()]


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


def _count(opinions: dict[object, _Opinion], what: object, comment: AnsweredComment) -> None:
    opinion = opinions.get(what)
    if opinion is None:
        opinion = opinions[what] = _Opinion(comment.row)
    opinion.add(comment)


def _asked(row: RegisterRow) -> Iterator[tuple[str | None, str]]:
    if wording := fold(row.proposed_text):
        yield row.wid, wording
    elif row.stance == Stance.OPPOSE and row.wid:
        yield row.wid, ""


def _concentrated(opinions: Iterable[_Opinion]) -> Iterator[Obstacle]:
    """Find concentrated opinions (集中意见) without an answer.

    国办发〔2019〕9号 asks that relatively concentrated opinions which are not adopted be
    answered with the reason, in a proper way. The rule here: an opinion is concentrated where
    at least ``CONCENTRATED_FROM`` participants say alike (``catalogue.similarity``), or ask
    the same of one clause: the same wording, or that it be not there (反对). It has its answer
    once at least one of its comments is released with words that the public reads, and
    whichever of them is not adopted has its reason. Similar comments are counted one by one.
    """
    seen: set[int] = set()
    for group in opinions:
        if (group.shown and group.answered) or group.digest in seen:
            continue
        people = len({*group.people})
        if people < CONCENTRATED_FROM:
            continue
        seen.add(group.digest)
        text = "%(count)s人所提的集中意见还没有公开的答复：%(citation)s"
        yield Obstacle(
            ObstacleKind.CONCENTRATED, group.comment, tuple(group.numbers), text,
            (("count", people), ("citation", group.citation)), len(group.people),
        )  # fmt: skip


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

"""What messages say: number and link, and by the dispositions what became of the comments."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from catalogue.results import ANSWERING, CARRYING, Disposition
from comments_service.domain.comments.message import MessageKind, StoredMessage
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.states.comment_state import CommentProgress
from interface.language import LANGUAGES, Translate

_SUBJECTS = {
    MessageKind.CODE: "验证码",
    MessageKind.RECEIPT: "您的意见已登记",
    MessageKind.OUTCOME: "意见采纳情况已公布",
}
_FIRST = {
    MessageKind.RECEIPT: "您对《%(title)s》的意见已经登记，回执号：%(number)s。",
    MessageKind.OUTCOME: "《%(title)s》的意见采纳情况已经公布。您的回执号：%(number)s。",
}
_FATES = (
    (CARRYING, "您的意见中，有被采纳或者部分采纳的。"),
    (
        (*(each for each in ANSWERING if each not in CARRYING), Disposition.INVALID),
        "您的意见中，有未采纳或者不属于本次采纳范围的，理由可以查询。",
    ),
    ((Disposition.REFERRED,), "您的意见中，有转请有关部门研究办理的。"),
    ((Disposition.PETITION,), "您的意见中，有按规定转送信访部门的。"),
)
_AGAIN = "（这封邮件可能重复：上一次发送后没有收到是否送达的答复。）"


class MessageText(NamedTuple):
    """A subject and lines."""

    subject: str
    text: str


class MessageLinks(NamedTuple):
    """Where a message leads; ``own`` is the service's address with a final slash."""

    own: str
    language: str
    number: str
    token: str

    @property
    def lookup(self) -> str:
        """Where the receipt is looked up."""
        return f"{self.own}receipts/?{urlencode({**self._language, 'no': self.number})}"

    @property
    def stop(self) -> str:
        """Where messages are stopped; proxies log no more of it than its path."""
        return f"{self.own}receipts/stop?{urlencode({**self._language, 'of': self.token})}"

    @property
    def _language(self) -> dict[str, str]:
        return {} if self.language == LANGUAGES[0] else {"lang": self.language}


def code_text(message: StoredMessage, code: str, translate: Translate) -> MessageText:
    """Write the message that brings a code."""
    lines = [
        translate("您的验证码：%(code)s", code=code),
        translate("请填入正在填写的意见表，不要告诉别人。"),
        translate("如果不是您本人索取，请不必理会。"),
    ]
    return _whole(message, lines, translate)


def submission_text(
    message: StoredMessage, about: StoredSubmission, links: MessageLinks, translate: Translate
) -> MessageText:
    """Write a message about a submission."""
    facts = {"title": about.policy_title, "number": about.receipt_no}
    lines = [translate(_FIRST[message.kind], **facts)]
    if message.kind is MessageKind.OUTCOME:
        lines += [translate(each) for each in _fates(about)]
    else:
        lines.append(translate("如果不是您提交的，请打开本邮件最后的链接，按“这不是我提交的”。"))
    lines += [
        translate("查询办理情况（要用回执上的查询码）：%(link)s", link=links.lookup),
        translate("不再接收这件意见的邮件：%(link)s", link=links.stop),
    ]
    return _whole(message, lines, translate)


def _fates(about: StoredSubmission) -> Iterator[str]:
    """Yield a sentence for each kind of answer; nothing tells of what is sealed."""
    live = [each for each in about.comments if each.state != CommentProgress.WITHDRAWN]
    given = {each.disposition for each in live}
    for dispositions, words in _FATES:
        if given & {each.name.lower() for each in dispositions}:
            yield words


def _whole(message: StoredMessage, lines: list[str], translate: Translate) -> MessageText:
    again = [translate(_AGAIN)] if message.tried_at else []
    end = translate("本邮件由系统自动发出，请勿直接回复。")
    return MessageText(
        translate(_SUBJECTS[message.kind]), "\n\n".join([*again, *lines, end]) + "\n"
    )

"""征求意见及采纳情况的说明: for the file that goes to the meeting (GB/T 9704-2012)."""

from collections.abc import Iterator, Sequence

from catalogue.results import CARRYING, Disposition
from catalogue.window import china_day
from comments_service.exports.reports import answer_groups as answers
from comments_service.exports.reports import report_words as words
from comments_service.exports.reports.report_values import ReportCorrection, ReportData
from interface import dates
from interface.paper.printed import Block, PrintedLine, Run, Style
from interface.paper.signature import signature
from interface.paper.title_lines import title_lines

_MOST = 40
_SECTIONS = (
    ("（一）采纳和部分采纳的意见", CARRYING),
    ("（二）未采纳的意见及理由", (Disposition.NOT_ADOPTED,)),
    (
        "（三）其他意见",
        (Disposition.ALREADY_PROVIDED, Disposition.OUT_OF_SCOPE, Disposition.REFERRED,
         Disposition.PETITION, Disposition.INVALID),
    ),
)  # fmt: skip


def statement(data: ReportData, groups: Sequence[answers.AnswerGroup]) -> list[Block]:
    """Return the lines of the statement; its lists end after ``_MOST`` answers each."""
    name = answers.one_line(data.title)
    title = "\n".join(title_lines(f"关于《{name}》征求意见及采纳情况的说明"))
    day = dates.day(china_day(data.as_of))
    closing = [words.body(text) for text in (data.unit, day) if text]
    return [
        PrintedLine(Style.TITLE, (Run(title),), new_page=True),
        PrintedLine(Style.LABEL, (Run(f"（截至{day}）"),)),
        *_arrival(data),
        *(_answers(data, groups) if data.counts.comments else ()),
        *_remarks(data, groups),
        *signature(closing),
    ]


def _arrival(data: ReportData) -> Iterator[Block]:
    yield words.heading("一、征求意见情况")
    unit = f"{data.unit}就" if data.unit else "就"
    channels = words.by_channel(data.channels)
    yield words.body(f"{unit}《{data.title}》公开征求意见，期限：{words.period(data.windows)}。")
    yield words.body(words.arrivals(data.counts) + (f"渠道：{channels}。" if channels else ""))


def _answers(data: ReportData, groups: Sequence[answers.AnswerGroup]) -> Iterator[Block]:
    yield words.heading("二、意见采纳情况")
    fates = words.fates(data.counts, data.reconciliation)
    yield words.body(f"{words.lead(data.counts)}。其中：{fates}。")
    yield words.body(words.rates(data.counts) + words.VALID_MEANS)
    for heading, dispositions in _SECTIONS:
        yield from _list(heading, answers.of_dispositions(groups, dispositions))


def _list(heading: str, groups: Sequence[answers.AnswerGroup]) -> Iterator[Block]:
    total = sum(group.comments for group in groups)
    if not total:
        yield PrintedLine(Style.HEADING_2, (Run(f"{heading}。"), Run("无。", plain=True)), 2)
        return
    yield PrintedLine(Style.HEADING_2, (Run(f"{heading}（{total}条）"),), 2)
    for index, group in enumerate(groups[:_MOST], 1):
        yield words.body(_item(index, group))
    left = sum(group.comments for group in groups[_MOST:])
    if left:
        yield words.body(f"其余{left}条详见意见采纳情况汇总表。")


def _item(number: int, group: answers.AnswerGroup) -> str:
    said = _ended(group.said) if group.said else "内容不公开。"
    answer = "".join(
        f"{label}{_ended(text)}"
        for label, text in (("", group.elsewhere), ("理由：", group.reason))
        if text
    )
    return f"{number}.{group.about}：{said}{group.disposition}{group.comments}条。{answer}"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "…", "!", "?")) else f"{text}。"


def _remarks(data: ReportData, groups: Sequence[answers.AnswerGroup]) -> Iterator[Block]:
    left = data.reconciliation.comments.unresolved
    remarks = [*([f"尚未答复{left}条。"] if left else []), *answers.lacking(groups)]
    remarks += map(_correction, data.corrections)
    if data.counts.comments:
        remarks += (f"数据核对：{line}" for line in words.sums(data.reconciliation))
    if remarks:
        yield words.heading(f"{'三' if data.counts.comments else '二'}、需要说明的事项")
    yield from map(words.body, remarks)


def _correction(corrected: ReportCorrection) -> str:
    reason = f"原因：{corrected.reason}" if corrected.reason else ""
    return (
        f"更正：{corrected.number}号意见（{corrected.citation}）原答复“{corrected.before}”，"
        f"{dates.day(corrected.on)}更正为“{corrected.after}”。{reason}"
    )

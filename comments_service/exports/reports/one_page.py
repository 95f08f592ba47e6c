"""领导一页纸: what came, what changes, what does not and why, on one page for any input."""

import re
import unicodedata
from collections.abc import Sequence

from catalogue.results import CARRYING, Disposition
from catalogue.window import china_day
from comments_service.exports.reports import answer_groups as answers
from comments_service.exports.reports import report_words as words
from comments_service.exports.reports.report_values import ReportData
from interface import dates
from interface.paper.printed import Block, PrintedLine, Run, Style
from interface.paper.title_lines import title_lines

LINES = 22
_PER_LINE = 27
"""One less than the standard's: a mark that may not begin a line takes a character with it."""
_INDENT = 2
_UNIT = re.compile(r"[!-~\u00a1-\u024f]+|.", re.DOTALL)
_BROAD_ASCII = frozenset("mwMW@%&")


def count_lines(text: str, *, indent: int = _INDENT, size: float = 1) -> int:
    """Return how many lines a paragraph takes; ``size`` is that of its characters, 1 for 3号."""
    lines, used = 1, float(indent)
    for unit in _UNIT.findall(text):
        # Some programs put a quarter of a character between Latin and Chinese.
        width = (sum(map(_width, unit)) + unit.isascii() / 2) * size
        if used + width > _PER_LINE:
            lines, used = lines + max(1, -(-int(width) // _PER_LINE)), width % _PER_LINE
        else:
            used += width
    return lines


def cut_to_lines(text: str, lines: int, *, tail: str = "") -> str:
    """Return text in one line that takes so many lines with ``tail``, cut with an ellipsis."""
    text = " ".join(text.split())
    if count_lines(text + tail) <= lines:
        return text + tail
    low, high = 0, min(len(text), lines * _PER_LINE * 2)
    while low < high:
        middle = (low + high + 1) // 2
        fits = count_lines(f"{text[:middle]}…{tail}") <= lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{text[:low]}…{tail}"


def _width(character: str) -> float:
    if character.isascii():
        return 1 if character in _BROAD_ASCII else 0.65
    if unicodedata.combining(character):
        return 0
    # Ligatures of whole sentences, and scripts whose signs are several characters wide.
    code = ord(character)
    if 0xFB50 <= code < 0xFE00 or 0x12000 <= code < 0x13000 or code in {0x2E3A, 0x2E3B}:
        return 12
    return 1


REFUSING = (Disposition.NOT_ADOPTED, Disposition.ALREADY_PROVIDED, Disposition.OUT_OF_SCOPE)
_PER_ITEM = 2
_TITLE_LINES = 3
_SIZE_OF_TITLE = 22 / 16


def one_page(data: ReportData, groups: Sequence[answers.AnswerGroup]) -> list[Block]:
    """Return the lines of the page; of what there is no room for, the number."""
    changes = answers.of_dispositions(groups, CARRYING)
    refusals = answers.of_dispositions(groups, REFUSING)
    fixed: list[PrintedLine] = [_title(data), _section("一、征集情况。", _came(data), 4)]
    if not data.counts.comments:
        return [*fixed]
    fates = words.fates(data.counts, data.reconciliation)
    fixed.append(words.body(cut_to_lines(f"{words.lead(data.counts)}。其中{fates}。", 4)))
    last = _section("四、待办事项。", _open_matters(data, groups), 3)
    lists = (("二、采纳后的修改", changes), ("三、未采纳及理由", refusals))
    heads = [_head(heading, found, 0) for heading, found in lists]
    room = LINES - sum(map(_lines, [*fixed, *heads, last]))
    every = [[_item(*each) for each in enumerate(found[:LINES], 1)] for _, found in lists]
    listed: list[PrintedLine] = []
    for (heading, found), items in zip(lists, _share(room, every), strict=True):
        listed += (_head(heading, found, len(items)), *map(words.body, items))
    return [*fixed, *listed, last]


def _title(data: ReportData) -> PrintedLine:
    """Return the title in three lines at most, of a longer one the beginning."""
    title = answers.one_line(data.title)
    text = "\n".join(title_lines(_title_text(title)))
    kept = len(title)
    while _title_height(text) > _TITLE_LINES:
        kept -= 1 + kept // 20
        text = _title_text(f"{title[:kept]}…")
    return PrintedLine(Style.TITLE, (Run(text),), new_page=True)


def _title_text(title: str) -> str:
    return f"关于《{title}》征求意见情况的报告"


def _title_height(text: str) -> int:
    return sum(count_lines(line, indent=0, size=_SIZE_OF_TITLE) for line in text.split("\n"))


def _came(data: ReportData) -> str:
    channels = words.by_channel(data.channels)
    until = dates.day(china_day(data.as_of))
    return (
        f"截至{until}，{words.arrivals(data.counts)}{f'其中{channels}。' if channels else ''}"
        f"期限{words.days(data.windows)}。"
    )


def _open_matters(data: ReportData, groups: Sequence[answers.AnswerGroup]) -> str:
    left = data.reconciliation.comments.unresolved
    waiting = f"尚未答复{left}条。" if left else "收到的意见均已答复或者依法转办。"
    return waiting + "".join(answers.lacking(groups))


def _section(heading: str, text: str, most: int) -> PrintedLine:
    kept = cut_to_lines(heading + text, most).removeprefix(heading)
    return PrintedLine(Style.HEADING_1, (Run(heading), Run(kept, plain=True)), 1)


def _item(number: int, group: answers.AnswerGroup) -> str:
    """Write one line of a list: the clause, what was asked, what became of it and why."""
    answer = "；".join(filter(None, [group.elsewhere, group.reason]))
    tail = f"（{group.disposition}，{group.comments}条）"
    about = group.citations[0] + ("等" if group.citations[1:] else "")
    said = f"{number}.{about}：{group.said or '内容不公开'}"
    if answer:
        said = cut_to_lines(said, 1).rstrip("。，；、")
        said += f"{'' if said.endswith('…') else '。'}{answer}"
    return cut_to_lines(said.rstrip("。"), _PER_ITEM, tail=tail)


def _share(room: int, lists: Sequence[Sequence[str]]) -> list[list[str]]:
    """Take items of the lists in turn while there is room for them."""
    kept: list[list[str]] = [[] for _ in lists]
    for at in range(max(map(len, lists), default=0)):
        for items, taken in zip(lists, kept, strict=True):
            if at < len(items) and len(taken) == at:
                lines = count_lines(items[at])
                if lines <= room:
                    taken.append(items[at])
                    room -= lines
    return kept


def _head(heading: str, groups: Sequence[answers.AnswerGroup], listed: int) -> PrintedLine:
    """Return a list's heading with its number of comments, and how many are not listed."""
    total, left = (sum(group.comments for group in some) for some in (groups, groups[listed:]))
    more = f"，其余{left}条详见汇总表" if left else ""
    return words.heading(f"{heading}（{total}条{more}）" if total else f"{heading}：无")


def _lines(line: PrintedLine) -> int:
    if line.style is Style.TITLE:
        return _title_height("".join(run.text for run in line.runs))
    return count_lines(line.text)

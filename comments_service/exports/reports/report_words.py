"""The sentences of the reports, by rule; every figure has its unit, every rate its fraction."""

from collections.abc import Mapping, Sequence

from catalogue.results import Partition, Reconciliation, ResultCounts
from catalogue.window import Window
from comments_service.domain.register.code_words import CHANNELS, DISPOSITIONS, WITHHELD_FOR
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.wording import Minute
from interface.dates import day, month_day
from interface.paper.printed import PrintedLine, Run, Style

NOTHING_CAME = "未收到意见建议"
VALID_MEANS = "有效意见不含无效的、转送信访部门的和撤回的。"


def body(text: str) -> PrintedLine:
    """Return a paragraph."""
    return PrintedLine(Style.BODY, (Run(text),))


def heading(text: str) -> PrintedLine:
    """Return a heading of the first level."""
    return PrintedLine(Style.HEADING_1, (Run(text),), 1)


def lead(counts: ResultCounts) -> str:
    """Return the first sentence on what became of the comments, without its full stop."""
    if not counts.comments:
        return NOTHING_CAME
    return f"{counts.comments}条意见，采纳或部分采纳{counts.taken}条"


def arrivals(counts: ResultCounts) -> str:
    """Return from how many 来件 and people the comments came, 机关单位 apart."""
    if not counts.comments:
        return f"{NOTHING_CAME}。"
    people = f"收到来件{counts.submissions}件、意见{counts.comments}条，来自{counts.participants}人"
    if not counts.departments:
        return f"{people}。"
    return f"{people}和机关单位{counts.departments}个（书面意见{counts.department_comments}条）。"


def fates(counts: ResultCounts, reconciliation: Reconciliation) -> str:
    """Return how many comments met which fate; all of them, so that the sum is that of 意见."""
    named = {each.value: number for each, number in counts.by_disposition.items()}
    numbers = {
        **named, "按规定转有关部门处理": counts.transferred_elsewhere,
        "撤回": counts.withdrawn, "尚未答复": reconciliation.comments.unresolved,
    }  # fmt: skip
    return "，".join(f"{what}{number}条" for what, number in numbers.items() if number)


def rates(counts: ResultCounts) -> str:
    """Return the rates with their fractions; that there is none without a valid comment."""
    whole = counts.rated
    if whole <= 0:
        return "无有效意见，不计采纳率。"
    listed = (
        f"{what}率{100 * part / whole:.1f}%（{what}{part}条÷有效意见{whole}条）"
        for what, part in (("采纳", counts.adopted), ("部分采纳", counts.partly_adopted))
    )
    return f"{'，'.join(listed)}。"


def by_channel(channels: Mapping[str, int]) -> str:
    """Return 网页11条，信函3条 in the order in which channels are listed everywhere."""
    order = [*CHANNELS, *sorted(channels.keys() - CHANNELS.keys())]
    numbers = ((CHANNELS.get(code, code), channels.get(code, 0)) for code in order)
    return "，".join(f"{name}{number}条" for name, number in numbers if number)


def sums(reconciliation: Reconciliation) -> list[str]:
    """Return the partition of comments, and of 来件 where it is known, as sums."""
    comments, letters = reconciliation.comments, reconciliation.submissions
    said = [f"意见：收到{comments.received}条＝{_sum(comments)}。"]
    if letters:
        said.append(f"来件：收到{letters.received}件＝{_sum(letters)}。")
    if comments.late or comments.repeated:
        said.append(f"其中逾期收到{comments.late}条，重复提交{comments.repeated}条。")
    return said


def _sum(part: Partition) -> str:
    reasons = "、".join(
        f"{WITHHELD_FOR.get(why, why)}{number}" for why, number in part.withheld_by_reason.items()
    )
    withheld = f"已答复、内容不公开{part.withheld}{f'（{reasons}）' if reasons else ''}"
    return (
        f"撤回{part.withdrawn}＋无效{part.invalid}＋转办、转送{part.transferred}"
        f"＋尚未答复{part.unresolved}＋{withheld}＋公开{part.published}"
    )


def period(windows: Sequence[Window]) -> str:
    """Return the rounds with their limits, to the minute where they are not whole days."""
    if not windows:
        return "期限未注明"
    rounds = [
        f"{Minute(window.opens_at)}至{Minute(window.closes_at, end=True)}" for window in windows
    ]
    return rounds[0] if len(rounds) == 1 else f"{'，'.join(rounds)}（共{len(rounds)}轮）"


def days(windows: Sequence[Window]) -> str:
    """Return the first and the last day of all rounds."""
    if not windows:
        return "未注明"
    first, last = min(each.first_day for each in windows), max(each.last_day for each in windows)
    until = month_day(last) if first.year == last.year else day(last)
    return f"{day(first)}至{until}" + (f"，共{len(windows)}轮" if windows[1:] else "")


def disposition_words(row: RegisterRow, edition: str) -> str:
    """Return what became of a comment; what is proposed only the restricted edition says."""
    word = DISPOSITIONS.get(row.disposition or "", "")
    if row.state == "withdrawn":
        return "撤回"
    if not word or (not row.released and edition == "public"):
        return "尚未答复"
    return word if row.released else f"拟{word}（未发布）"


def carried_words(to_citation: str, later: str) -> str:
    """Return where an adopted comment is carried; "" where that is not said."""
    parts = (to_citation and f"体现在{to_citation}", later and f"拟在后续文件中体现：{later}")
    return "；".join(filter(None, parts))

"""An outcome in words, as official feedback (采纳情况反馈) puts it."""

from collections.abc import Iterable

from catalogue.results import Disposition, Partition, ResultCounts, Results
from look.language import Say
from look.names import CHANNEL_NAMES, WITHHELD_NAMES


def disposition_names(say: Say) -> dict[Disposition, str]:
    """Return what each disposition is called."""
    return {each: say(each.value) for each in Disposition}


def channel_names(say: Say) -> dict[str, str]:
    """Return how a comment came, by the channel's name in the data."""
    return {code: say(name) for code, name in CHANNEL_NAMES.items()}


def withheld_names(say: Say) -> dict[str, str]:
    """Return why a text is not shown, by the reason's name in the data."""
    return {code: say(name) for code, name in WITHHELD_NAMES.items()}


def lead(counts: ResultCounts, say: Say) -> tuple[str, str]:
    """Return what came in and what was taken up; nothing but 未收到意见建议 where none came."""
    if not counts.comments:
        return say("未收到意见建议"), ""
    return (
        say("%(count)s条意见，", count=counts.comments),
        say("采纳或部分采纳%(count)s条", count=counts.taken),
    )


def headline(counts: ResultCounts, say: Say) -> str:
    """Write 15条意见，采纳或部分采纳6条; the rest is in the table."""
    return "".join(lead(counts, say))


def fates(numbers: Iterable[tuple[Disposition, int]], say: Say) -> list[str]:
    """Write 采纳2条 for each disposition that there is."""
    names = disposition_names(say)
    return [
        say("%(what)s%(count)s条", what=names[disposition], count=number)
        for disposition, number in numbers
        if number
    ]


def sources(counts: ResultCounts, say: Say) -> list[str]:
    """Return from how many letters and people the comments came, 机关单位 apart; what is known."""
    said = []
    if counts.submissions is not None and counts.participants is not None:
        submissions = say("%(count)s件来件", count=counts.submissions)
        people = say("%(count)s人", count=counts.participants)
        said.append(
            say("意见来自%(submissions)s、%(people)s。", submissions=submissions, people=people)
        )
    elif counts.submissions is not None:
        said.append(say("意见来自%(count)s件来件。", count=counts.submissions))
    if counts.departments:
        said.append(_departments(counts, say))
    return said


def _departments(counts: ResultCounts, say: Say) -> str:
    units = counts.departments
    if counts.department_comments is None:
        return say("另有%(count)s个机关单位提出书面意见，不计入人数。", count=units)
    return say(
        "其中%(units)s提出书面意见%(comments)s，不计入人数。",
        units=say("%(count)s个机关单位", count=units),
        comments=say("%(count)s条", count=counts.department_comments),
    )


def rates(counts: ResultCounts, say: Say) -> list[str]:
    """Write the rates with their denominator; none below one valid comment."""
    whole = counts.rated
    if whole <= 0:
        return []
    return [
        say("采纳率%(rate)s（采纳%(part)s条÷有效意见%(count)s条）",
            rate=_percent(counts.adopted, whole), part=counts.adopted, count=whole),
        say("部分采纳率%(rate)s（部分采纳%(part)s条÷有效意见%(count)s条）",
            rate=_percent(counts.partly_adopted, whole), part=counts.partly_adopted, count=whole),
        say("有效意见不含无效的、转送信访部门的和撤回的。"),
    ]  # fmt: skip


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def reconciliation(results: Results, say: Say) -> list[str]:
    """Write the partition as a sum in plain words, for comments and for submissions."""
    both = results.reconciliation
    if both is None:
        return []
    comments = _sum(both.comments, say)
    lines = [
        say("意见：收到%(received)s条＝%(sum)s。", received=both.comments.received, sum=comments)
    ]
    if both.submissions:
        letters = _sum(both.submissions, say)
        numbers = {"received": both.submissions.received, "sum": letters}
        lines.append(say("来件：收到%(received)s件＝%(sum)s。", **numbers))
    part = both.comments
    if part.late or part.repeated:
        line = say(
            "其中逾期收到%(late)s条，重复提交%(again)s条。", late=part.late, again=part.repeated
        )
        lines.append(line)
    return lines


def _sum(part: Partition, say: Say) -> str:
    parts = [
        say("撤回%(n)s", n=part.withdrawn),
        say("无效%(n)s", n=part.invalid),
        say("转办、转送%(n)s", n=part.transferred),
        say("尚未答复%(n)s", n=part.unresolved),
        _withheld(part, say),
        say("公开%(n)s", n=part.published),
    ]
    return say("＋").join(parts)


def _withheld(part: Partition, say: Say) -> str:
    said = say("已答复、内容不公开%(n)s", n=part.withheld)
    names = withheld_names(say)
    reasons = [
        say("%(reason)s%(n)s", reason=names.get(reason, reason), n=number)
        for reason, number in part.withheld_by_reason.items()
        if number
    ]
    return said + (say("（%(reasons)s）", reasons=say("、").join(reasons)) if reasons else "")

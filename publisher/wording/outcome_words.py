"""An outcome in words, as official feedback (采纳情况反馈) puts it."""

from collections.abc import Iterable

from catalogue.results import Disposition, Partition, ResultCounts, Results
from interface.language import Translate
from interface.names import CHANNEL_NAMES, WITHHELD_NAMES


def disposition_names(translate: Translate) -> dict[Disposition, str]:
    """Return what each disposition is called."""
    return {each: translate(each.value) for each in Disposition}


def channel_names(translate: Translate) -> dict[str, str]:
    """Return how a comment came, by the channel's name in the data."""
    return {code: translate(name) for code, name in CHANNEL_NAMES.items()}


def withheld_names(translate: Translate) -> dict[str, str]:
    """Return why a text is not shown, by the reason's name in the data."""
    return {code: translate(name) for code, name in WITHHELD_NAMES.items()}


def lead(counts: ResultCounts, translate: Translate) -> tuple[str, str]:
    """Return what was received and what was adopted; 未收到意见建议 where nothing was."""
    if not counts.comments:
        return translate("未收到意见建议"), ""
    return (
        translate("%(count)s条意见，", count=counts.comments),
        translate("采纳或部分采纳%(count)s条", count=counts.taken),
    )


def headline(counts: ResultCounts, translate: Translate) -> str:
    """Write 15条意见，采纳或部分采纳6条; the rest is in the table."""
    return "".join(lead(counts, translate))


def fates(numbers: Iterable[tuple[Disposition, int]], translate: Translate) -> list[str]:
    """Write 采纳2条 for each disposition that there is."""
    names = disposition_names(translate)
    return [
        translate("%(what)s%(count)s条", what=names[disposition], count=number)
        for disposition, number in numbers
        if number
    ]


def sources(counts: ResultCounts, translate: Translate) -> list[str]:
    """Return from how many letters and people the comments came, and from what 机关单位."""
    letters, people, units = counts.submissions, counts.participants, counts.departments
    said = []
    if letters:
        said.append(translate("%(count)s件来件", count=letters))
    if letters and people is not None:
        said[0] += translate("、") + translate("%(count)s人参加", count=people)
    if units and counts.department_comments is None:
        said.append(translate("另有%(count)s个机关单位提出书面意见", count=units))
    elif units:
        comments = translate("%(count)s条", count=counts.department_comments)
        said.append(
            translate(
                "另有%(count)s个机关单位提出书面意见%(comments)s", count=units, comments=comments
            )
        )
    return [translate("，").join(said) + translate("。")] if said else []


def rates(counts: ResultCounts, translate: Translate) -> list[tuple[str, str]]:
    """Return each rate and its fraction; none without a valid comment."""
    whole = counts.rated
    if whole <= 0:
        return []
    adopted, partly = counts.adopted, counts.partly_adopted
    return [
        (
            translate("采纳率%(rate)s", rate=_percent(adopted, whole)),
            translate("采纳%(part)s条 ÷ 有效意见%(count)s条", part=adopted, count=whole),
        ),
        (
            translate("部分采纳率%(rate)s", rate=_percent(partly, whole)),
            translate("部分采纳%(part)s条 ÷ 有效意见%(count)s条", part=partly, count=whole),
        ),
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def reconciliation(results: Results, translate: Translate) -> list[str]:
    """Return the partition as a sum in plain words, for comments and for submissions."""
    both = results.reconciliation
    if both is None:
        return []
    part, letters = both.comments, both.submissions
    lines = [
        translate(
            "意见：收到%(received)s条＝%(sum)s。", received=part.received, sum=_sum(part, translate)
        )
    ]
    if letters:
        numbers = {"received": letters.received, "sum": _sum(letters, translate)}
        lines.append(translate("来件：收到%(received)s件＝%(sum)s。", **numbers))
    if part.late or part.repeated:
        numbers = {"late": part.late, "again": part.repeated}
        lines.append(translate("其中逾期收到%(late)s条，重复提交%(again)s条。", **numbers))
    return lines


def _sum(part: Partition, translate: Translate) -> str:
    parts = [
        translate("撤回%(n)s", n=part.withdrawn),
        translate("无效%(n)s", n=part.invalid),
        translate("转办、转送%(n)s", n=part.transferred),
        translate("尚未答复%(n)s", n=part.unresolved),
        _withheld(part, translate),
        translate("公开%(n)s", n=part.published),
    ]
    return translate("＋").join(parts)


def _withheld(part: Partition, translate: Translate) -> str:
    words = translate("已答复、内容不公开%(n)s", n=part.withheld)
    names = withheld_names(translate)
    reasons = [
        translate("%(reason)s%(n)s", reason=names.get(reason, reason), n=number)
        for reason, number in part.withheld_by_reason.items()
        if number
    ]
    return words + (
        translate("（%(reasons)s）", reasons=translate("、").join(reasons)) if reasons else ""
    )

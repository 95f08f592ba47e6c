"""What became of a clause from one version to the next, in words."""

from collections.abc import Mapping, Sequence

from interface.language import Translate
from publisher.versions.comparison import ComparedUnit, Lines
from publisher.versions.tombstones import PastChange


def changes_said(counts: Mapping[str, int], translate: Translate) -> list[str]:
    """Return 改了5处, 新增1处 and so on of a comparison's units; a mere number is no change."""
    words = {
        "edited": "改了%(count)s处",
        "new": "新增%(count)s处",
        "deleted": "删去%(count)s处",
        "moved": "移动%(count)s处",
        "merged": "并入他条%(count)s处",
        "split": "分出%(count)s处",
        "unsure": "待确认%(count)s处",
    }
    said = [translate(word, count=counts[kind]) for kind, word in words.items() if kind in counts]
    return said or [translate("文字没有改动")]


def change_note(row: ComparedUnit, translate: Translate) -> str:
    """Return a note on the change of a unit; "" where its two citations are enough."""
    if row.change == "edited" and all(_reads_the_same(line) for line in row.lines):
        return translate("文字未变，只改了格式")
    if row.change == "renumbered":
        return translate("文字未变，条序顺延")
    if row.change == "moved":
        return translate("文字未变，位置移动")
    if row.change == "unsure" and not row.related:
        return translate("是否相承，待确认")
    words = {
        "merged": "并入%(citation)s",
        "split": "由原%(citation)s分出",
        "unsure": "可能与%(citation)s相承，待确认",
    }.get(row.change)
    return translate(words, citation=row.related.citation if row.related else "") if words else ""


def _reads_the_same(line: Lines) -> bool:
    """Return whether only marks of Markdown differ, which a comparison does not show."""
    old, new = line.old, line.new
    return old is not None and new is not None and old.wording == new.wording


def history(changes: Sequence[PastChange], labels: Mapping[str, str], translate: Translate) -> str:
    """Return what became of a clause in which version, by the versions' labels."""
    return translate("；").join(_change(each, labels[each.version], translate) for each in changes)


def _change(change: PastChange, label: str, translate: Translate) -> str:
    if change.former is None:
        words = {
            "new": "首见于%(label)s",
            "edited": "%(label)s修改",
            "renumbered": "%(label)s条序顺延",
            "moved": "%(label)s移动",
        }
        return translate(words[change.change], label=label)
    words = {
        "edited": "%(label)s修改（原%(citation)s）",
        "renumbered": "%(label)s条序顺延（原%(citation)s）",
        "moved": "%(label)s移动（原%(citation)s）",
        "merged": "%(label)s并入原%(citation)s",
        "split": "%(label)s由原%(citation)s分出",
        "unsure": "%(label)s中是否承接原%(citation)s，待确认",
    }
    return translate(words[change.change], label=label, citation=change.former)

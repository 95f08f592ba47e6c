"""The deadline and the ways to comment that a 公告 names, each with the sentence it is from."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.numerals import from_chinese
from publisher.clauses.markers import fold_width
from publisher.importers.blocks.imported_text import Block
from publisher.importers.draft.day_forms import DAY_FORM, read_day

_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_ABOUT = re.compile(r"意见|建议|反馈|征求|征集|公示|截止|期限|时间")
# 一、征求意见时间: the period is on the next line.
_HEADING = re.compile(r"(?:征求|征集|征询|反馈|公示|意见).{0,8}(?:时间|期限|日期|期):?$")
_DAY = rf"(?:{DAY_FORM}|(?:19|20)\d\d(?:-\d\d?-|/\d\d?/|\.\d\d?\.)\d\d?(?!\d))"
_UNTIL = r"(?:至|到|—+|-+|－|~|～)"
_SHORT_DAY = r"(?:(?:\d{1,2} ?月 ?)?\d{1,2} ?[日号]|\d\d?\.\d\d?(?![\d.]))"
_PERIOD = re.compile(rf"({_DAY})(?:起)? ?{_UNTIL} ?({_DAY}|{_SHORT_DAY})")
_HOUR = r"[\d:时点下上午 ]{0,12}"
_DEADLINE = re.compile(
    rf"(?:截止|截至)[^\d。]{{0,12}}({_DAY})"
    rf"|({_DAY}){_HOUR}(?:\([^()]{{1,12}}\))?{_HOUR}(?:之?前|以前|止|为止|截止|结束|内)"
    rf"|{_UNTIL} ?({_DAY})"
)
_OF_THE_YEAR = r"(\d{1,2}) ?月 ?(\d{1,2}) ?日"
_SHORT_PERIOD = re.compile(rf"{_OF_THE_YEAR}起? ?{_UNTIL} ?({_SHORT_DAY})")
_BEFORE = re.compile(
    rf"(?:于|在|截止|截至|至|到)[^\d。]{{0,8}}{_OF_THE_YEAR}|{_OF_THE_YEAR}[^。,，]{{0,10}}前"
)
_COUNT = r"(\d{1,3}|[一二三四五六七八九十]{1,3}) ?(个?工作日|个?自然日|日|天|个月)"
_WITHIN = re.compile(
    rf"(?:之?日起|为期|期限?为|期限)[^\d一二三四五六七八九十。]{{0,4}}{_COUNT}"
    rf"|[于在] ?{_COUNT}之?内"
)
_EMAIL = re.compile(r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~-]+", re.ASCII)
_LOCAL = r"(?:\(?0\d{2,3}\)?[-—– ]?)?\d{7,8}"
_NUMBER = rf"({_LOCAL}(?:-\d{{1,6}})?(?:[、,/ ]+{_LOCAL})*|1\d{{10}})"
_FAX = re.compile(rf"传真(?:号码|电话)?(?:\([\u4e00-\u9fff]{{0,8}}\))? ?[:为至到是]? ?{_NUMBER}")
_PHONE = re.compile(
    r"(?:(?:电话|手机)(?:号码)?(?:/传真|\(传真\))? ?[:为是]? ?"
    rf"|联系人 ?: ?[\u4e00-\u9fff]{{1,8}}[, ]+){_NUMBER}"
)
_LETTER = re.compile(
    r"(?:地址|信函|信件|来信|寄送?[至到往]?) ?[:为]? ?"
    r"([\u4e00-\u9fff\w·—-]{2,40}[市县区路街道号镇乡村楼室院层厦][\u4e00-\u9fff\w·—-]{0,30})"
)
_POSTCODE = re.compile(r"(?:邮政编码|邮编) ?[:：为]? ?(\d{6})")
_LONGEST_SENTENCE = 120


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A value for ``policy.yml`` and the sentence of a block that it is from."""

    value: dict[str, str]
    sentence: str
    paragraph: int


def find_window(blocks: Sequence[Block], noticed: date | None) -> FoundEntry | None:
    """Return the first period in which a notice asks for comments.

    ``noticed`` is its own day: the first one, where the notice names none. Without it the
    window has no ``opens``. Working days are not counted here: such a window has no
    ``closes``.
    """
    below_heading = False
    for sentence, printed, block in _sentences(blocks):
        is_about = below_heading or _ABOUT.search(sentence)
        below_heading = bool(_HEADING.search(sentence))
        if not is_about:
            continue
        opens, closes = _period(sentence, noticed)
        if closes or _WITHIN.search(sentence):
            days = {"opens": opens or noticed, "closes": closes}
            value = {key: day.isoformat() for key, day in days.items() if day}
            return FoundEntry(value, printed, block.paragraph)
    return None


def find_channels(blocks: Sequence[Block]) -> list[FoundEntry]:
    """Return the addresses at which a notice takes comments, each once."""
    found: dict[tuple[str, str], FoundEntry] = {}
    for sentence, printed, block in _sentences(blocks):
        for kind, to in _addresses(sentence):
            offered = FoundEntry({"kind": kind, "to": to}, printed, block.paragraph)
            if postcode := _POSTCODE.search(sentence) if kind == "letter" else None:
                offered.value["postcode"] = postcode[1]
            found.setdefault((kind, to), offered)
        code = _POSTCODE.search(sentence)
        for offered in found.values():
            # 邮编 often has a line of its own, below the address.
            if code and offered.value["kind"] == "letter":
                offered.value.setdefault("postcode", code[1])
    return list(found.values())


def _sentences(blocks: Sequence[Block]) -> Iterator[tuple[str, str, Block]]:
    """Yield each sentence with its width folded, as it is printed, and its block."""
    for block in blocks:
        cells = [cell for row in block.rows for cell in row] or [block.text]
        for cell in cells:
            for found in _SENTENCE.finditer(fold_width(cell)):
                printed = cell[found.start() : found.end()].strip()
                yield found[0], printed[:_LONGEST_SENTENCE], block


def _period(sentence: str, noticed: date | None) -> tuple[date | None, date | None]:
    if period := _PERIOD.search(sentence):
        opens = read_day(period[1])
        return opens, _completed(period[2], opens)
    if found := _DEADLINE.search(sentence):
        return None, read_day(found[1] or found[2] or found[3])
    if noticed and (period := _SHORT_PERIOD.search(sentence)):
        opens = _completed(f"{period[1]}月{period[2]}日", noticed)
        return opens, _completed(period[3], opens)
    if noticed and (found := _BEFORE.search(sentence)):
        month, day = filter(None, found.groups())
        return None, _completed(f"{month}月{day}日", noticed)
    within = _WITHIN.search(sentence)
    number, unit = filter(None, within.groups()) if within else ("", "")
    if noticed and number and "工作" not in unit:
        return None, _later(noticed, from_chinese(number) or 0, unit)
    return None, None


def _later(day: date, count: int, unit: str) -> date:
    """Return the last day of so many days or months; the first is not counted (民法典 201, 202)."""
    if "月" not in unit:
        return day + timedelta(days=count)
    years, month = divmod(day.month - 1 + count, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _completed(text: str, opens: date | None) -> date | None:
    """Return the last day of a period, whose year or month may be that of the first."""
    if day := read_day(text):
        return day
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    if opens is None or not numbers:
        return None
    month = numbers[0] if len(numbers) > 1 else opens.month
    return read_day(f"{opens.year + (month < opens.month)}年{month}月{numbers[-1]}日")


def _addresses(sentence: str) -> Iterator[tuple[str, str]]:
    for email in _EMAIL.findall(sentence):
        yield "email", email.replace("＠", "@")
    for form, kind in ((_FAX, "fax"), (_PHONE, "phone")):
        for match in form.finditer(sentence):
            yield kind, match[1].strip()
    for match in _LETTER.finditer(sentence):
        yield "letter", match[1]
    if "意见" in sentence or "网站" in sentence or "平台" in sentence:
        for url in _URL.findall(sentence):
            yield "web", url.rstrip(".")

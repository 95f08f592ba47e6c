"""Whether the figures of an outcome agree: with each other, with the rows, with the partition.

Pure arithmetic, for whoever writes ``results.json`` and whoever reads it. What is not said
in a file is not checked: an outcome that holds only its head has little that can disagree.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from catalogue.errors import fault_words
from catalogue.results import ANSWERING, CARRYING, Disposition, Partition, ResultRow, Results

COUNTS, PARTITION, ROWS, ROW = "counts", "reconciliation", "rows", "row"


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit: ``about`` is one of the four words above, ``place`` a path of keys."""

    about: str
    place: tuple[str | int, ...]
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The fault in English."""
        return str(fault_words()["figures"][self.about][self.kind].format_map(self.values))


_RowFault = tuple[str, str, Mapping[str, Any]]


def find_faults(results: Results) -> Iterator[Fault]:
    """Yield every disagreement, the figures first, then row by row."""
    yield from _of_counts(results)
    yield from _of_partitions(results)
    yield from _of_counts_and_partitions(results)
    yield from _of_numbers_of_rows(results)
    yield from _of_groups(results)
    yield from _of_rounds(results)
    for index, row in enumerate(results.rows):
        for key, kind, values in _of_row(results, row):
            yield Fault(ROW, ("rows", index, key), kind, values)


def _of_counts(results: Results) -> Iterator[Fault]:
    counts = results.counts
    for name, number in asdict(counts).items():
        if number is not None and number < 0:
            yield Fault(COUNTS, ("counts", name), "below_zero", {"name": name})
    elsewhere = counts.transferred_elsewhere
    if elsewhere < 0:
        number = counts.transferred or 0
        yield Fault(COUNTS, ("counts", "transferred"), "transferred", {"number": number})
    told = sum(counts.by_disposition.values()) + counts.withdrawn + max(elsewhere, 0)
    if told > counts.comments:
        values = {"told": told, "comments": counts.comments}
        yield Fault(COUNTS, ("counts", "comments"), "fates", values)
    valid = counts.comments - counts.invalid - counts.petition - counts.withdrawn
    if counts.valid is not None and counts.valid != valid:
        yield Fault(COUNTS, ("counts", "valid"), "valid", {"number": counts.valid, "right": valid})
    if (counts.department_comments or 0) > counts.comments:
        yield Fault(COUNTS, ("counts", "department_comments"), "departments")


def _of_partitions(results: Results) -> Iterator[Fault]:
    both = results.reconciliation
    if not both:
        return
    for unit, part in (("submissions", both.submissions), ("comments", both.comments)):
        for key, kind, number, whole in _of_partition(part) if part else ():
            values = {"unit": unit, "number": number, "whole": whole}
            yield Fault(PARTITION, ("reconciliation", unit, key), kind, values)
    if not both.balanced:
        yield Fault(PARTITION, ("reconciliation", "balanced"), "unbalanced")


def _of_partition(part: Partition) -> Iterator[tuple[str, str, int, int]]:
    lowest = min(part.received, *part.parts, *part.withheld_by_reason.values())
    if lowest < 0:
        yield "received", "part_below_zero", lowest, 0
    if part.received != sum(part.parts):
        yield "received", "sum", part.received, sum(part.parts)
    reasons = sum(part.withheld_by_reason.values())
    if reasons != part.withheld:
        yield "withheld", "reasons", part.withheld, reasons


def _of_counts_and_partitions(results: Results) -> Iterator[Fault]:
    both, counts = results.reconciliation, results.counts
    if not both:
        return
    part = both.comments
    answered = sum(map(counts.of, ANSWERING))
    transferred = counts.referred + counts.petition + counts.transferred_elsewhere
    for key, here, there in (
        ("received", part.received, counts.comments),
        ("withdrawn", part.withdrawn, counts.withdrawn),
        ("invalid", part.invalid, counts.invalid),
        ("transferred", part.transferred, transferred),
        ("published", part.published + part.withheld, answered),
    ):
        if here != there:
            values = {"key": key, "here": here, "there": there}
            yield Fault(PARTITION, ("reconciliation", "comments", key), "comments", values)
    letters = both.submissions
    if letters and counts.submissions is not None and counts.submissions != letters.received:
        values = {"here": letters.received, "there": counts.submissions}
        yield Fault(PARTITION, ("reconciliation", "submissions", "received"), "submissions", values)


def _of_numbers_of_rows(results: Results) -> Iterator[Fault]:
    """Compare the rows with the figures; those withheld may stand without a row."""
    if not results.rows:
        return
    part = results.reconciliation.comments if results.reconciliation else None
    shown = Counter(row.disposition for row in results.rows)
    for disposition in Disposition:
        number = results.counts.of(disposition)
        if shown[disposition] > number or (part is None and shown[disposition] < number):
            rows = {"rows": shown[disposition], "disposition": disposition, "number": number}
            yield Fault(ROWS, ("counts", disposition.name.lower()), "disposition", rows)
    answers = [row for row in results.rows if row.disposition in ANSWERING]
    open_rows = sum(not row.withheld for row in answers)
    if part and open_rows != part.published:
        values = {"rows": open_rows, "number": part.published}
        yield Fault(ROWS, ("reconciliation", "comments", "published"), "published", values)
    for reason, number in Counter(row.withheld for row in answers if row.withheld).items():
        if part and number > part.withheld_by_reason.get(reason, 0):
            place = ("reconciliation", "comments", "withheld_by_reason")
            yield Fault(ROWS, place, "withheld", {"rows": number, "reason": reason})


def _of_groups(results: Results) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, group in enumerate(results.groups):
        if group.id in seen or not group.id:
            yield Fault(ROW, ("groups", index, "id"), "group_name", {"name": group.id})
        seen.add(group.id)


def _of_rounds(results: Results) -> Iterator[Fault]:
    if not results.rounds:
        return
    whole = sum(each.comments for each in results.rounds)
    if whole != results.counts.comments:
        values = {"whole": whole, "comments": results.counts.comments}
        yield Fault(COUNTS, ("counts", "comments"), "rounds", values)
    shown, seen = Counter(row.window for row in results.rows), set[str]()
    for index, each in enumerate(results.rounds):
        if each.window in seen or not each.window:
            yield Fault(ROW, ("rounds", index, "window"), "round_name", {"name": each.window})
        elif shown[each.window] > each.comments:
            told = {"rows": shown[each.window], "window": each.window, "number": each.comments}
            yield Fault(ROWS, ("rounds", index, "comments"), "round", told)
        seen.add(each.window)


def _of_row(results: Results, row: ResultRow) -> Iterator[_RowFault]:
    """Ask for a reason for all but 采纳 (国办发〔2019〕9号), and for a text or why not."""
    if row.group and all(group.id != row.group for group in results.groups):
        yield "group", "no_group", {"group": row.group}
    if row.disposition is not Disposition.ADOPTED and not results.reason(row).strip():
        yield "reason", "no_reason", {"disposition": row.disposition}
    if row.withheld and row.text:
        yield "text", "withheld_text", {}
    if not row.withheld and not row.text.strip():
        yield "text", "no_words", {}
    yield from _of_carrying(row)
    yield from _of_corrections(row)
    if row.leaf is not None and row.leaf < 0:
        yield "leaf", "leaf", {}


def _of_carrying(row: ResultRow) -> Iterator[_RowFault]:
    for key in ("to_wid", "to_citation", "to_version"):
        if getattr(row, key) and row.disposition not in CARRYING:
            yield key, "carried", {"disposition": row.disposition}
    if row.to_citation and not row.to_version:
        yield "to_citation", "no_version", {}


def _of_corrections(row: ResultRow) -> Iterator[_RowFault]:
    days = [each.on for each in row.corrections]
    if days != sorted(days):
        yield "corrections", "order", {}
    for each in row.corrections:
        if each.disposition is not Disposition.ADOPTED and not each.reason.strip():
            values = {"disposition": each.disposition, "day": str(each.on)}
            yield "corrections", "correction_reason", values

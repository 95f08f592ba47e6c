"""Whether the figures of an outcome agree: with each other, with the rows, with the partition.

Pure arithmetic, for whoever writes ``results.json`` and whoever reads it. What is not said
in a file is not checked: an outcome that holds only its head has little that can disagree.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from catalogue.results import ANSWERING, CARRYING, Disposition, Partition, ResultRow, Results

COUNTS, PARTITION, ROWS, ROW = "counts", "reconciliation", "rows", "row"


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit: ``about`` is one of the four words above, ``place`` a path of keys."""

    about: str
    place: tuple[str | int, ...]
    text: str


def find_faults(results: Results) -> Iterator[Fault]:
    """Yield every disagreement, the figures first, then row by row."""
    yield from _of_counts(results)
    yield from _of_partitions(results)
    yield from _of_counts_and_partitions(results)
    yield from _of_numbers_of_rows(results)
    yield from _of_groups(results)
    yield from _of_rounds(results)
    for index, row in enumerate(results.rows):
        for key, text in _of_row(results, row):
            yield Fault(ROW, ("rows", index, key), text)


def _of_counts(results: Results) -> Iterator[Fault]:
    counts = results.counts
    for name, number in asdict(counts).items():
        if number is not None and number < 0:
            yield Fault(COUNTS, ("counts", name), f"{name} is below 0")
    elsewhere = counts.transferred_elsewhere
    if elsewhere < 0:
        text = f"transferred is {counts.transferred}, less than referred and petition together"
        yield Fault(COUNTS, ("counts", "transferred"), text)
    told = sum(counts.by_disposition.values()) + counts.withdrawn + max(elsewhere, 0)
    if told > counts.comments:
        text = f"{told} comments have their fate, but only {counts.comments} came in"
        yield Fault(COUNTS, ("counts", "comments"), text)
    valid = counts.comments - counts.invalid - counts.petition - counts.withdrawn
    if counts.valid not in (None, valid):
        text = f"valid is {counts.valid}, but without invalid, petition and withdrawn it is {valid}"
        yield Fault(COUNTS, ("counts", "valid"), text)
    if (counts.department_comments or 0) > counts.comments:
        text = "more comments of departments than comments"
        yield Fault(COUNTS, ("counts", "department_comments"), text)


def _of_partitions(results: Results) -> Iterator[Fault]:
    both = results.reconciliation
    if not both:
        return
    for unit, part in (("submissions", both.submissions), ("comments", both.comments)):
        for key, text in _of_partition(part) if part else ():
            yield Fault(PARTITION, ("reconciliation", unit, key), f"{unit}: {text}")
    if not both.balanced:
        yield Fault(PARTITION, ("reconciliation", "balanced"), "the ledger says it is not balanced")


def _of_partition(part: Partition) -> Iterator[tuple[str, str]]:
    if min(part.received, *part.parts, *part.withheld_by_reason.values()) < 0:
        yield "received", "a part is below 0"
    if part.received != sum(part.parts):
        yield "received", f"received {part.received}, but the parts sum to {sum(part.parts)}"
    reasons = sum(part.withheld_by_reason.values())
    if reasons != part.withheld:
        yield "withheld", f"withheld {part.withheld}, but the reasons sum to {reasons}"


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
            text = f"comments: {key} comes to {here}, in counts to {there}"
            yield Fault(PARTITION, ("reconciliation", "comments", key), text)
    letters = both.submissions
    if letters and counts.submissions not in (None, letters.received):
        text = f"submissions: received {letters.received}, in counts {counts.submissions}"
        yield Fault(PARTITION, ("reconciliation", "submissions", "received"), text)


def _of_numbers_of_rows(results: Results) -> Iterator[Fault]:
    """Compare the rows with the figures; those withheld may stand without a row."""
    if not results.rows:
        return
    part = results.reconciliation.comments if results.reconciliation else None
    shown = Counter(row.disposition for row in results.rows)
    for disposition in Disposition:
        number = results.counts.of(disposition)
        if shown[disposition] > number or (part is None and shown[disposition] < number):
            text = f"{shown[disposition]} rows are {disposition}, in counts there are {number}"
            yield Fault(ROWS, ("counts", disposition.name.lower()), text)
    answers = [row for row in results.rows if row.disposition in ANSWERING]
    open_rows = sum(not row.withheld for row in answers)
    if part and open_rows != part.published:
        text = f"{open_rows} rows are shown with their text, published are {part.published}"
        yield Fault(ROWS, ("reconciliation", "comments", "published"), text)
    for reason, number in Counter(row.withheld for row in answers if row.withheld).items():
        if part and number > part.withheld_by_reason.get(reason, 0):
            text = f"{number} rows are withheld for {reason}, more than the reconciliation says"
            yield Fault(ROWS, ("reconciliation", "comments", "withheld_by_reason"), text)


def _of_groups(results: Results) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, group in enumerate(results.groups):
        if group.id in seen or not group.id:
            text = f"group {group.id!r} has no name of its own"
            yield Fault(ROW, ("groups", index, "id"), text)
        seen.add(group.id)


def _of_rounds(results: Results) -> Iterator[Fault]:
    if not results.rounds:
        return
    whole = sum(each.comments for each in results.rounds)
    if whole != results.counts.comments:
        text = f"the rounds brought {whole} comments, in counts there are {results.counts.comments}"
        yield Fault(COUNTS, ("counts", "comments"), text)
    shown, seen = Counter(row.window for row in results.rows), set[str]()
    for index, each in enumerate(results.rounds):
        if each.window in seen or not each.window:
            yield Fault(ROW, ("rounds", index, "window"), f"{each.window!r} is no name of its own")
        elif shown[each.window] > each.comments:
            text = f"{shown[each.window]} rows are of {each.window}, which brought {each.comments}"
            yield Fault(ROWS, ("rounds", index, "comments"), text)
        seen.add(each.window)


def _of_row(results: Results, row: ResultRow) -> Iterator[tuple[str, str]]:
    """Ask for a reason for all but 采纳 (国办发〔2019〕9号), and for a text or why not."""
    if row.group and all(group.id != row.group for group in results.groups):
        yield "group", f"there is no group {row.group}"
    if row.disposition is not Disposition.ADOPTED and not results.reason(row).strip():
        yield "reason", f"{row.disposition} needs a reason"
    if row.withheld and row.text:
        yield "text", "the text is withheld and stands here all the same"
    if not row.withheld and not row.text.strip():
        yield "text", "is empty; give a summary, or say why it is withheld"
    yield from _of_carrying(row)
    yield from _of_corrections(row)
    if row.leaf is not None and row.leaf < 0:
        yield "leaf", "is below 0"


def _of_carrying(row: ResultRow) -> Iterator[tuple[str, str]]:
    for key in ("to_wid", "to_citation", "to_version"):
        if getattr(row, key) and row.disposition not in CARRYING:
            yield key, f"{row.disposition} is carried by no clause"
    if row.to_citation and not row.to_version:
        yield "to_citation", "say in to_version in which text this clause stands"


def _of_corrections(row: ResultRow) -> Iterator[tuple[str, str]]:
    days = [each.on for each in row.corrections]
    if days != sorted(days):
        yield "corrections", "the oldest comes first"
    for each in row.corrections:
        if each.disposition is not Disposition.ADOPTED and not each.reason.strip():
            yield "corrections", f"{each.disposition} of {each.on} needs its reason"

"""What was sealed outlives the reader of clauses that named it.

A seal holds the eIds of the reader that its version was sealed with. Where today's reader
names the same text otherwise, each clause keeps its wId by the line of the source, and the
old eId leads to it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from catalogue.aliases import short_names
from catalogue.ids import make_wid
from catalogue.model import Clause, ClauseSet
from publisher.clauses import first_names
from publisher.sources.lock_file import Erratum, Seal

_FIRST = 1


def record_names(clauses: Iterable[Clause]) -> str:
    """Return the eIds of clauses in document order: ``LINE eId eId …`` for each line."""
    lines = groupby(clauses, key=lambda clause: clause.line)
    return "".join(f"{line} {' '.join(each.eid for each in on_it)}\n" for line, on_it in lines)


def sealed_names(seal: Seal, text: str, clauses: ClauseSet) -> list[tuple[int, str]]:
    """Return line and eId of every clause as the seal names them."""
    if seal.names:
        rows = (row.split() for row in seal.names.splitlines())
        return [(int(line), eid) for line, *eids in rows for eid in eids]
    if seal.reader == _FIRST:
        return first_names(text)
    return [(clause.line, clause.eid) for clause in clauses.clauses]


def renamed_seal(seal: Seal, names: Sequence[tuple[int, str]], clauses: ClauseSet) -> Seal:
    """Return a seal with today's eIds in the place of ``names``, which lead there by ``former``."""
    today = [(clause.line, clause.eid) for clause in clauses.clauses]
    if list(names) == today or not today:
        return seal
    version = clauses.version
    became, led = _became(names, today)
    wids = {old: seal.clauses.get(old, make_wid(version, old)) for _, old in names}
    named = {new: wids[old] for old, new in became.items()}
    used = {*named.values()}
    for _, eid in today:
        if eid not in named:
            named[eid] = _unused(make_wid(version, eid), used)
    ends = became | led
    former = {name: ends[eid] for name, eid in seal.former.items() if eid in ends}
    former |= {short: ends[eid] for short, eid in short_names(ends).items()} | ends
    former |= {wids[old]: new for old, new in led.items()}
    own = {eid for _, eid in today}
    return seal.model_copy(
        update={
            "clauses": {eid: wid for eid, wid in named.items() if wid != make_wid(version, eid)},
            "merged": {wid: ends[eid] for wid, eid in seal.merged.items() if eid in ends},
            "split": {became[eid]: wid for eid, wid in seal.split.items() if eid in became},
            "errata": tuple(_renamed_erratum(each, ends) for each in seal.errata),
            "former": {name: eid for name, eid in former.items() if name not in own},
        }
    )


def _became(
    names: Sequence[tuple[int, str]], today: Sequence[tuple[int, str]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return by old eId what each clause is called, and where those lead that are none now.

    What is no clause any more, such as a signer, leads to the clause before it.
    """
    became: dict[str, str] = {}
    led: dict[str, str] = {}
    now = {
        line: [eid for _, eid in here] for line, here in groupby(today, key=lambda each: each[0])
    }
    lines = [line for line, _ in today]
    for line, here in groupby(names, key=lambda each: each[0]):
        free = {_step(eid): eid for eid in now.get(line, ())}
        olds = [eid for _, eid in here]
        became |= {old: free.pop(_step(old)) for old in olds if _step(old) in free}
        for old in olds:
            if old not in became and free:
                became[old] = free.pop(next(iter(free)))
            elif old not in became:
                led[old] = today[max(bisect_right(lines, line) - 1, 0)][1]
    return became, led


def _renamed_erratum(erratum: Erratum, ends: Mapping[str, str]) -> Erratum:
    changes = (
        each.model_copy(update={"clause": ends.get(each.clause, each.clause)})
        for each in erratum.changes
    )
    return erratum.model_copy(update={"changes": tuple(changes)})


def _step(eid: str) -> str:
    return eid.rpartition("__")[2]


def _unused(wid: str, used: set[str]) -> str:
    """Return a wId that no clause has; the clause was none when the version was sealed."""
    found, instance = wid, 1
    while found in used:
        instance += 1
        found = f"{wid}_inst{instance}"
    used.add(found)
    return found

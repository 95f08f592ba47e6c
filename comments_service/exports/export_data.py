"""What an export is made from: plain values, in the names of the JSON edition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from interface.long_work import Progress, unheard

EDITIONS = ("public", "restricted")


class ExportError(ValueError):
    """The data do not have the shape of an export; the message names the table and keys."""


@dataclass(frozen=True)
class ExportData:
    """Everything one export holds; its fields are exactly those of ``columns``.

    - ``manifest``: ``policy``, ``title``, ``edition`` (public or restricted), ``as_of``
      (RFC 3339), ``log_size`` (how many entries there are), ``versions`` and ``windows``
      (lists), ``time_zone``, ``names_withdrawn_on`` (a day in Beijing, or None), ``filter``
      (object). The writers add ``rows``.
    - ``tally``: ``policy``, ``as_of``, ``log_size``, ``submissions``, ``comments``,
      ``participants``, ``departments``, ``withdrawn``; ``by_clause`` [``wid``, ``eid``,
      ``citation``, ``comments``, ``participants``, ``withdrawn``, ``stances`` {``support``,
      ``oppose``, ``suggest``, ``question``}], the stances of those that stand;
      ``by_day`` [``day``, ``submissions``, ``comments``, ``participants``] and
      ``by_participant`` [``participant``, ``submissions``, ``comments``, ``participants``],
      both absent in the public edition below ``SPLIT_FROM`` comments.
    - ``comments``: rows in order of receipt, read once only, so that a database cursor can
      yield them. A row has the values of the edition's columns in their order; ``withheld`` is
      "" or a reason.
    - ``reconciliation``: as ``comments_service.domain.states.reconciliation.reconcile`` returns
      it; it may be empty until the last of ``comments`` was read.
    - ``progress`` is told how far the file is once all rows are in it.
    """

    manifest: dict[str, Any]
    tally: dict[str, Any]
    comments: Iterable[Sequence[Any]]
    reconciliation: dict[str, Any]
    progress: Progress = unheard

    @property
    def edition(self) -> str:
        """Return public or restricted; ``ExportError`` for anything else."""
        edition = self.manifest.get("edition")
        if edition not in EDITIONS:
            raise ExportError(f"manifest: edition must be one of {', '.join(EDITIONS)}")
        return str(edition)

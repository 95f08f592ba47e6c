"""Figures of the service for who watches it: asked when they are read, none of a person."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from comments_service.services.service import Service
from comments_service.services.upkeep.health import Readiness
from comments_service.store.comments import comment_counts, message_rows
from comments_service.store.database.database_faults import FAILURES


@dataclass(frozen=True, slots=True)
class OperatingFigures:
    """What was found, sizes in bytes; None where it cannot be asked, or is not there."""

    ready: bool
    codes: tuple[str, ...]
    submissions: int | None = None
    messages_waiting: int | None = None
    database_bytes: int | None = None
    free_bytes: int | None = None


def operating_figures(service: Service, found: Readiness) -> OperatingFigures:
    """Ask for the figures; what fails is left out, for ``found`` says why."""
    figures = OperatingFigures(found.ready, tuple(found.codes))
    with suppress(OSError):
        if service.database.file is not None:
            figures = _of_files(service.database.file, figures)
    with suppress(*FAILURES):
        figures = _of_rows(service, figures)
    return figures


def _of_files(file: Path, figures: OperatingFigures) -> OperatingFigures:
    log = file.with_name(f"{file.name}-wal")
    size = sum(each.stat().st_size for each in (file, log) if each.exists())
    return replace(figures, database_bytes=size, free_bytes=shutil.disk_usage(file.parent).free)


def _of_rows(service: Service, figures: OperatingFigures) -> OperatingFigures:
    with service.database.read(hurried=True) as connection:
        if service.database.file is None:
            size = connection.scalar(select(func.pg_database_size(func.current_database())))
            figures = replace(figures, database_bytes=size)
        return replace(
            figures,
            submissions=comment_counts.submissions_in_all(connection),
            messages_waiting=message_rows.waiting_since(connection, service.clock.now(connection)),
        )

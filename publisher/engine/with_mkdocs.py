"""MkDocs, in this process."""

import logging

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from publisher.engine import EngineRun
from publisher.problems import BuildFailed


def render(run: EngineRun) -> None:
    """Render with MkDocs; what it warns of is a fault, as a page of ours should cause none."""
    watch = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(watch)
    logger.propagate = False
    try:
        build(load_config(str(run.config)))
    except MkDocsException as error:
        raise BuildFailed("refusal.engine", detail=str(error)) from error
    finally:
        logger.removeHandler(watch)
    if watch.warnings:
        raise BuildFailed("refusal.engine", detail="; ".join(watch.warnings))


class _Warnings(logging.Handler):
    """Collects what the engine warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.warnings.append(record.getMessage())

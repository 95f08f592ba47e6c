"""What the library learns of a kind of database is learned once, not by each test's engine.

Each test opens databases of its own: an engine asks a server for its version, and compiles each
statement that it is the first to run. Those of one kind give all the same answers.
"""

from typing import Any, ClassVar

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from tests.servers.kept_connections import KeepingPostgreSQL

_COMPILED: LRUCache[Any, Any] = LRUCache(4000)


class _Known(DefaultDialect):
    """A dialect that takes over what an earlier one of its kind has found."""

    _found: ClassVar[dict[type, dict[str, Any]]] = {}

    def __eq__(self, other: object) -> bool:
        """Compare as the key of a compiled statement does: one of the same text."""
        return type(self) is type(other) and self.paramstyle == getattr(other, "paramstyle", None)

    def __hash__(self) -> int:
        return hash((type(self), self.paramstyle))

    def initialize(self, connection: Connection) -> None:
        known = self._found.get(type(self))
        if known is None:
            before = {**vars(self)}
            super().initialize(connection)
            after = vars(self).items()
            known = {k: v for k, v in after if k not in before or before[k] is not v}
            self._found[type(self)] = known
        vars(self).update(known)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine._compiled_cache = _COMPILED


class KnownPostgreSQL(_Known, KeepingPostgreSQL):
    supports_statement_cache = True


class KnownSQLite(_Known, SQLiteDialect_pysqlite):
    supports_statement_cache = True


def know() -> None:
    """Let the engines of this process be of these kinds."""
    for name, kind in (("postgresql.psycopg", KnownPostgreSQL), ("sqlite", KnownSQLite)):
        registry.register(name, __name__, kind.__name__)

"""Writers on PostgreSQL of which one stops just before its commit, when all is written."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event
from typing import Any, TypeVar

from sqlalchemy import Connection, event, text

from comments_service.domain.comments.submission import ClauseRef
from comments_service.services.ledger.cut import cut_now
from comments_service.services.service import Service
from comments_service.store.comments.comment_versions import keep_texts
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.waiting import MOST_SECONDS, wait_for

Value = TypeVar("Value")
Open = Callable[..., Service]
"""Open a service on the test's database, with connections of its own."""


@contextmanager
def uncommitted(
    threads: ThreadPoolExecutor, service: Service, work: Callable[[], Value], *, at: int = 1
) -> Iterator[Future[Value]]:
    """Do work up to the commit of its first (``at``) write, which comes after the block."""
    reached, go = Event(), Event()
    left = iter(range(at - 1, -1, -1))

    def pause(connection: Connection) -> None:
        if connection.get_execution_options().get("yanlu_write") and next(left, None) == 0:
            reached.set()
            assert go.wait(MOST_SECONDS)

    event.listen(service.database.engine, "commit", pause)
    done = threads.submit(work)
    try:
        wait_for(lambda: reached.is_set() or done.done(), "a commit")
        assert not done.done(), done.result()
        yield done
    finally:
        go.set()
        wait([done], MOST_SECONDS)


def with_words(service: Service) -> Service:
    """Return a service that has kept the texts of all clauses, as after some submissions."""
    policy = service.published.policy(POLICY)
    texts = [each.wording for each in service.published.clauses(policy, policy.latest.id).clauses]
    clauses = [ClauseRef(None, None, "", "", words) for words in ("", *texts)]
    service.database.transact(lambda connection: keep_texts(connection, clauses))
    service.database.kept_texts = frozenset(each.text_digest for each in clauses)
    return service


def blocked(service: Service) -> int:
    """Return how many transactions wait for others."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND wait_event_type = 'Lock'"
    )
    with service.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def somebody(world: World, number: int, **changes: Any) -> Any:
    """Return what another person sends."""
    return parse_submission(world.citizen(phone=f"138072812{number:02}", **changes))


def size(service: Service) -> int:
    with service.database.read() as connection:
        return cut_now(connection, service.clock).log_size

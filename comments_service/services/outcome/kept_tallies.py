"""The public tally of each policy as it is answered, kept until anything changes."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from catalogue.window import rfc3339
from comments_service.domain.errors import UnknownPolicy
from comments_service.services.ledger.cut import Cut, cut_now
from comments_service.services.outcome.tally import tally_of
from comments_service.services.service import Service
from comments_service.store.ledger.ledger import PolicyCut


class KeptTally(NamedTuple):
    """An answer in JSON, None where it is the one that is known; ``etag`` is weak.

    The time in it is that of this question, however long the figures have been the same.
    """

    etag: str
    text: str | None


class KeptTallies:
    """Answers of one process, which is any number of threads; the newest of each policy."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, str]] = {}

    def tally(
        self,
        connection: Connection,
        service: Service,
        policy_id: str,
        known: Callable[[str], bool],
    ) -> KeptTally:
        """Return the tally of a policy; ``UnknownPolicy`` where there is no such policy.

        All of it is of the caller's snapshot; where its etag is ``known``, nothing is counted.
        """
        published = service.published.snapshot()
        policy = published.value.find(policy_id)
        if policy is None:
            raise UnknownPolicy
        cut = cut_now(connection, service.clock)
        etag = sha256(f"{published.etag}\n{cut.log_size}".encode()).hexdigest()[:32]
        if known(etag):
            return KeptTally(etag, None)
        before, rest = self._kept.get(policy_id, ("", ""))
        if before != etag:
            whole = PolicyCut(connection, service.keyring, policy_id, *cut)
            tally = tally_of(service, policy, whole, restricted=False)
            del tally["as_of"]
            rest = json.dumps(tally, ensure_ascii=False)[1:]
            self._kept[policy_id] = (etag, rest)
        return KeptTally(etag, _answer(cut, rest))


def _answer(cut: Cut, rest: str) -> str:
    return f'{{"as_of": "{rfc3339(cut.as_of)}", {rest}'

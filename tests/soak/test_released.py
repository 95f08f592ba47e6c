"""A release that is killed at any point has made all of its decisions public, or none."""

import os
import signal
import subprocess
import sys

import pytest

from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.database.check import check
from comments_service.store.comments import comment_states
from tests.conftest import POLICY, World
from tests.worlds.comments import proposed, taken

pytestmark = pytest.mark.soak
KILLER = """
import os, signal, sys
from sqlalchemy import event
from comments_service.services.register.deciding import release
from comments_service.services.service import open_service
from comments_service.settings import Settings

service = open_service(Settings.from_env(os.environ))
left = [int(sys.argv[1])]

def count(*_):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)

for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
    event.listen(service.database.engine, name, count)
# Amidst a statement too: every so many steps of SQLite's machine.
event.listen(service.database.engine, "connect", lambda c, _: c.set_progress_handler(count, 600))
pairs = [pair.split(":") for pair in sys.argv[2].split(",")]
release(service, "publisher1", [(comment, decision) for comment, decision in pairs])
"""


def test_a_release_killed_at_twenty_points_and_more_is_all_or_none(world: World) -> None:
    service = world.service()
    comments = taken(world, service, 30)
    pairs = [proposed(service, each) for each in comments]
    named = ",".join(":".join(pair) for pair in pairs)
    killed = 0
    for point in range(60):
        command = [sys.executable, "-c", KILLER, str(point), named]
        done = subprocess.run(command, env={**os.environ, **world.env}, check=False)
        killed += done.returncode == -signal.SIGKILL
        with service.database.read() as connection:
            states = {each.state for each in comment_states.numbered(connection, POLICY)}
        assert len(states) == 1
        assert check(service).differences == []
        if states == {CommentProgress.ANSWERED}:
            break
    assert killed >= 20

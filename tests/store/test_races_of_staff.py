"""Eight people at the desk at once: one decision wins, the others are told, and all adds up."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from comments_service.domain.accounts.roles import Role
from comments_service.domain.errors import ChangedMeanwhile, Refusal
from comments_service.services.database.check import check
from comments_service.services.register.deciding import propose, release
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from tests.conftest import POLICY
from tests.worlds.desk_comments import decision, fill
from tests.worlds.officers import add_officer


def test_of_eight_who_decide_and_release_at_once_one_wins_each_time(service: Service) -> None:
    staff = [add_officer(service, f"officer-{n}", *Role).id for n in range(8)]
    made = fill(service, POLICY, 6)
    with service.database.read() as connection:
        seen = {key: state.changed for key, state in comment_states.named(connection, made).items()}

    def decide(officer: str) -> list[str]:
        told = []
        for comment in made:
            try:
                own = propose(service, officer, [decision(comment, seen[comment])])
                told.append("proposed")
                other = staff[(staff.index(officer) + 1) % 8]
                release(service, other, [(comment, own[0].id)])
                told.append("released")
            except ChangedMeanwhile:
                told.append("changed")
            except Refusal as refusal:
                told.append(type(refusal).__name__)
        return told

    with ThreadPoolExecutor(8) as pool:
        told = Counter(word for words in pool.map(decide, staff) for word in words)
    assert told == {"proposed": 6, "released": 6, "changed": 7 * 6}
    assert check(service).differences == []

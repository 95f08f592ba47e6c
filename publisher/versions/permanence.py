"""What a seal promised: its version stays, and stays at the address at which it was sealed."""

from collections.abc import Collection, Iterator
from datetime import date

from publisher.problems import Problems
from publisher.sources import PolicySource
from publisher.sources.lock_file import Lock
from publisher.versions.lineage import Records


def check_permanence(
    source: PolicySource, records: Records, removals: Collection[str], problems: Problems
) -> None:
    """Report V010 and V011 for what is gone and not named in ``removals``."""
    policy, lock, path = source.policy.id, records.lock, records.lock_path
    listed = {version.id for version in source.versions}
    for version in lock.versions:
        name = f"{policy}/{version}"
        if version not in listed and not {policy, name} & {*removals}:
            problems.add(path, 1, "V010.gone", version=version, name=name)
    if lock.policy and lock.policy != policy and lock.policy not in removals:
        problems.add(path, 1, "V011.renamed", old=lock.policy, policy=policy)


def taken_back(
    source: PolicySource, lock: Lock, public: Collection[str], today: date
) -> Iterator[tuple[str, date]]:
    """Yield each sealed version that was to be public by now and is not, with its day."""
    for version in source.versions:
        seal = lock.versions.get(version.id)
        day = seal.published_on if seal else None
        if day and day <= today and version.id not in public:
            yield version.id, day

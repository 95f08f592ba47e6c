"""The demo's own copy of the policies, so that nothing of a checkout is changed by it."""

import shutil
from pathlib import Path

SAMPLES = Path(__file__).parent / "policies"
OUTCOME = "results.json"


def copy_policies(source: Path, target: Path, *, samples: bool) -> None:
    """Replace ``target`` by a copy of ``source``, with the samples if ``samples`` is true.

    Outcomes that were published into the copy stay.
    """
    staging = target.with_name(f"{target.name}.next")
    shutil.rmtree(staging, ignore_errors=True)
    shutil.copytree(source, staging)
    if samples:
        shutil.copytree(SAMPLES, staging, dirs_exist_ok=True)
    for outcome in target.glob(f"*/{OUTCOME}"):
        if (staging / outcome.parent.name).is_dir():
            shutil.copy2(outcome, staging / outcome.parent.name)
    shutil.rmtree(target, ignore_errors=True)
    staging.rename(target)


def main() -> None:
    """Bring the copy in ``.demo/`` up to date; samples stay in one that has them."""
    target = Path(".demo/policies")
    has_samples = (target / next(SAMPLES.iterdir()).name).is_dir()
    copy_policies(Path("policies"), target, samples=has_samples)


if __name__ == "__main__":
    main()

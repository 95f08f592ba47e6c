"""``build.py check``: what the sources lack by the rules, beyond what stops a build."""

from publisher.checks.outcome import Owed
from publisher.checks.owed_file import write_owed
from publisher.checks.run import run_checks

__all__ = ["Owed", "run_checks", "write_owed"]

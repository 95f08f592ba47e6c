"""Problems of the sources and refusals of a command, as kinds with values; and their texts."""

from publisher.problems.messages import Message, Value, cause_of, shortened, table
from publisher.problems.problem import Problems, Severities, Severity, SourceProblem, codes
from publisher.problems.refusals import BuildFailed, MessageError, UsageError, refused_file

__all__ = [
    "BuildFailed",
    "Message",
    "MessageError",
    "Problems",
    "Severities",
    "Severity",
    "SourceProblem",
    "UsageError",
    "Value",
    "cause_of",
    "codes",
    "refused_file",
    "shortened",
    "table",
]

"""Why a command does not do what it was asked to: exceptions that carry a message."""

from publisher.problems.messages import Message, Value, cause_of


class MessageError(Exception):
    """An error with a message of the table, which the command tells its caller."""

    def __init__(self, kind: str, /, **values: Value) -> None:
        self.message = Message(kind, values)
        super().__init__(str(self.message))


class BuildFailed(MessageError):  # noqa: N818 - it says what happened
    """The sources have errors, or the build could not be made; the old site is as it was."""


class UsageError(MessageError):
    """The command was called with what does not fit together or is not there."""


def refused_file(error: OSError, file: object = None) -> UsageError:
    """Return the refusal for a file, or the one that the error names, that cannot be used."""
    return UsageError("refusal.file", file=str(file or error.filename), cause=cause_of(error))

"""Why a file cannot be imported."""

from pathlib import Path

from publisher.problems import MessageError, Value


class ImportFault(MessageError):  # noqa: N818 - it says what happened
    """One fault, as the table tells it.

    ``path`` is None where the fault is in the file to be imported.
    """

    def __init__(self, kind: str, path: Path | None = None, /, **values: Value) -> None:
        super().__init__(kind, **values)
        self.path = path

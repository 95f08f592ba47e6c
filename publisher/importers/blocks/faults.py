"""Why a file cannot be imported."""

from pathlib import Path


class ImportFault(Exception):  # noqa: N818 - it says what happened
    """One fault, with its code of ``publisher.problems``.

    ``path`` is None where the fault is in the file to be imported.
    """

    def __init__(self, text: str, code: str, path: Path | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.path = path

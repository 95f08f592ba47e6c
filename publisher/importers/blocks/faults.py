"""Why a file cannot be brought in."""

from pathlib import Path


class ImportFault(Exception):  # noqa: N818 - it says what happened
    """One fault, with its code of ``publisher.problems``.

    ``path`` is None where the fault lies in the file that was to be brought in.
    """

    def __init__(self, text: str, code: str, path: Path | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.path = path

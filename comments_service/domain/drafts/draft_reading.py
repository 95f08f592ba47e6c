"""What the builder says of a draft: what it read, and what it found wrong."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

ERROR = "error"


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class InEnglish(_Told):
    """What one entry says, in English: for pages in that language."""

    text: str = ""
    what: str = ""
    place: str = ""
    rule: str = ""


class _Entry(_Told):
    english: InEnglish = InEnglish()


class TreeRow(_Told):
    """One clause: its number, heading and words, the line it is on, how deep it stands."""

    depth: int = Field(ge=0)
    number: str = ""
    heading: str = ""
    text: str = ""
    plain: str | None = None
    line: int = 0

    @property
    def words(self) -> str:
        """What it says below its heading, as it is shown; cells of a table stay apart."""
        if self.plain is None or not self.plain.startswith(self.heading):
            return self.text
        return self.plain.removeprefix(self.heading)


class DraftDoubt(_Entry):
    """What the builder is not sure of; at a line of the text, 0 where it has none but a place."""

    line: int = 0
    place: str = ""
    text: str


class DraftProblem(_Entry):
    """What is wrong or lacking, and the rule of law that says so, where one does."""

    path: str = ""
    line: int = 0
    severity: str
    text: str
    rule: str = ""

    @property
    def stops(self) -> bool:
        """Whether the draft cannot be published with it."""
        return self.severity == ERROR

    @property
    def file(self) -> str:
        """The name of the file it is in."""
        return self.path.rpartition("/")[2]


class DraftChange(_Told):
    """What became of a clause of the version before."""

    change: str
    citation: str | None = None
    old: str | None = None
    new: str | None = None


class DraftNotice(_Told):
    """公告: its title, paragraphs, and signer and date."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


class DraftQuestion(_Told):
    """A clause of the version before that may live on as this one; ``fates``: what may be said."""

    old_lines: tuple[str, ...]
    new_lines: tuple[str, ...]
    fates: tuple[str, ...]


class LeftOut(_Entry):
    """What the file has and the text has not: ``count`` times; ``text`` is what it says, if any."""

    what: str
    text: str = ""
    count: int
    place: str = ""


class DraftRepairs(_Told):
    """In what the text differs from the file."""

    left_out: tuple[LeftOut, ...] = ()


class DraftReading(_Told):
    """All that was read in a file, and the files of the policy that it makes."""

    format: Literal["yanlu-reading/1"] = Field(alias="schema")
    version: str = ""
    found: dict[str, Any] = {}
    notice: DraftNotice | None = None
    explanation: str = ""
    clauses: tuple[TreeRow, ...] = ()
    doubts: tuple[DraftDoubt, ...] = ()
    repairs: DraftRepairs = DraftRepairs()
    difference: tuple[DraftChange, ...] = ()
    questions: tuple[DraftQuestion, ...] = ()
    files: dict[str, str] = {}
    problems: tuple[DraftProblem, ...] = ()


class DraftFindings(_Told):
    """What checking the sources found."""

    format: Literal["yanlu-findings/1"] = Field(alias="schema")
    problems: tuple[DraftProblem, ...] = ()

    def about(self, policy: str) -> list[DraftProblem]:
        """Return what is about one policy."""
        return [each for each in self.problems if policy in each.path.split("/")]

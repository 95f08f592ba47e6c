"""What the site publishes, as values. ``codec`` writes and reads them as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from catalogue.aliases import annex_of, short_names
from catalogue.results import Outcome
from catalogue.window import Window

CATALOGUE_SCHEMA = "yanlu-catalogue/1"
CLAUSES_SCHEMA = "yanlu-clauses/1"

_LIST_MARKS = frozenset("-*+")
_BULLET = "•"
# The kinds of clauses whose numbers may be figures without a mark: 1, 1.2 and 1.2.1.
_UNMARKED = frozenset(["level", "indent", "subindent"])

KINDS = ("consultation", "document", "interpretation", "reply", "commitments", "news")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel for comments: ``kind`` is web, letter, fax, email, phone and so on."""

    kind: str
    to: str
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a policy; ``file`` is relative to the policy's page."""

    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Link:
    """How one text relates to another: ``rel`` is interprets, replies or explains."""

    rel: str
    to: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One public version; ``clauses`` is a path relative to ``catalogue.json``.

    ``issued_on`` is the day on which exactly this text was issued (印发); None for a draft.
    ``summary`` says in a sentence what it changes against the version before.
    """

    id: str
    label: str
    published_on: date | None
    clauses: str
    digest: str
    issued_on: date | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy or document with its official metadata, newest version last.

    ``issued_on`` is a date, or a date-time in Beijing time where the source gives the hour.
    ``summary`` and ``affects`` say in a sentence each what it changes (改什么) and for whom
    (影响谁); ``ask_uscc``: bodies are asked for their 统一社会信用代码; ``notice_minutes`` is how
    long its 公告 takes to read, 0 where it has none; ``languages`` are those (BCP 47) of its page.
    """

    id: str
    title: str
    kind: str
    summary: str = ""
    affects: str = ""
    index_no: str = ""
    subject: str = ""
    written_on: date | None = None
    issued_on: datetime | date | None = None
    issuer: str = ""
    doc_no: str | None = None
    openness: str = ""
    validity: str = ""
    procedure: str = ""
    assurance: str = "declared"
    publish_comments: str = "none"
    ask_uscc: bool = False
    channels: tuple[Channel, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    versions: tuple[Version, ...] = ()
    windows: tuple[Window, ...] = ()
    outcome: Outcome | None = None
    notice_minutes: int = 0
    languages: tuple[str, ...] = ("zh-CN",)

    @property
    def latest(self) -> Version:
        """The newest public version."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class SiteFact:
    """A line of the foot of every page, as 主办单位; ``label`` and ``href`` may be empty."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What every page carries: the site's name and the unit that runs it (主办单位).

    An outcome is expected ``outcome_due_days`` days after the last day of a window. ``mark`` is
    what stands before the name: characters, or the path of a picture; ``colour`` is its colour,
    "" for the product's own. Who commented is kept ``retention_days`` after the last day; then
    it is erased, or where it has to be archived used no more (``archive``: erase, restrict).
    """

    name: str
    organiser: str = ""
    outcome_due_days: int = 30
    mark: str = ""
    colour: str = ""
    facts: tuple[SiteFact, ...] = ()
    retention_days: int = 1095
    archive: str = "erase"


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A policy whose pages are those of an earlier build, because of these problems."""

    policy: str
    since: datetime
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything public, at the instant of the build."""

    built_at: datetime
    site: Site
    policies: tuple[Policy, ...] = ()
    kept: tuple[KeptPolicy, ...] = ()
    schema: str = CATALOGUE_SCHEMA

    def find(self, policy_id: str) -> Policy | None:
        """Return the policy of that id, or None."""
        return self._by_id.get(policy_id)

    @cached_property
    def _by_id(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self.policies}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of one version (the fields of ``clauses.json``).

    ``number`` is printed as in the source with its mark; ``line`` counts from 1. ``plain``
    is heading and text without the marks of Markdown; None where that changes nothing.
    """

    eid: str
    wid: str
    parent: str | None
    kind: str
    number: str
    heading: str
    text: str
    citation: str
    digest: str
    line: int
    plain: str | None = None

    @property
    def words(self) -> str:
        """Heading and text as people read them."""
        return self.heading + self.text if self.plain is None else self.plain

    @property
    def marker(self) -> str:
        """The number as people read it: what opens an item of a Markdown list is a bullet."""
        return _BULLET if self.number in _LIST_MARKS else self.number

    @property
    def wording(self) -> str:
        """The whole clause as people read it: number, heading and text.

        A blank keeps 1.2 separate from what follows it, which may be a year.
        """
        apart = " " if self.kind in _UNMARKED and self.number[-1:].isdecimal() else ""
        return self.marker + apart + self.words


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """The fate of one clause between the version before and this one (eIds)."""

    wid: str
    from_eid: str | None = field(metadata={"json": "from"})
    to_eid: str | None = field(metadata={"json": "to"})
    change: str
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A line of the source that belongs to no clause.

    ``role`` is title, label (征求意见稿), subtitle, enactment, contents, notice (of a text that
    is its annex), header (of a portal), annex_list, closing, imprint (版记), comment, rule, note
    (the definition of a footnote) or fence (what opens or ends a block of code).
    """

    line: int
    role: str
    text: str


@dataclass(frozen=True)
class ClauseSet:
    """One version's clauses in document order, and the lines around them.

    ``former`` maps names that clauses had when the version was published, eIds and wIds, to
    the eIds of today where an earlier reader of clauses had named them otherwise.
    """

    policy: str
    version: str
    clauses: tuple[Clause, ...]
    carried: tuple[ClauseChange, ...] = ()
    cover: tuple[CoverLine, ...] = ()
    former: Mapping[str, str] = field(default_factory=dict)
    schema: str = CLAUSES_SCHEMA

    @property
    def annex(self) -> str:
        """The name of the annex that the text is, such as att_1; "" where it is none."""
        return annex_of(line.text for line in self.cover if line.role == "notice")

    def resolve(self, name: str) -> Clause | None:
        """Return the clause of a wId or an eId in this version, or of a shorter form of either."""
        place = self._places.get(name)
        return None if place is None else self.clauses[place]

    def place(self, clause: Clause) -> int:
        """Return which clause of the text it is, counted from 0."""
        return self._places[clause.wid]

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each clause by all of its names, the first of two of one name."""
        by_wid = {each.wid: place for place, each in reversed([*enumerate(self.clauses)])}
        by_eid = {each.eid: place for place, each in reversed([*enumerate(self.clauses)])}
        own = by_eid | by_wid
        other = short_names(by_eid, self.annex) | short_names(by_wid, self.annex)
        other |= self.former
        return {name: own[whole] for name, whole in other.items() if whole in own} | own

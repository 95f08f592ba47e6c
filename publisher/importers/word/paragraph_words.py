"""What is read of one paragraph of a Word file, and the notes of all of them."""

from dataclasses import dataclass, field

from publisher.importers.word.wordml import Element


@dataclass(slots=True)
class Notes:
    """Foot- and endnotes in the order of their marks: (part, id)."""

    order: list[tuple[str, str]] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def mark(self, part: str, note_id: str) -> str:
        """Return the mark of a note, 注 and its place among all."""
        key = part, note_id
        if key not in self.numbers:
            self.order.append(key)
            self.numbers[key] = len(self.order)
        return f"[注{self.numbers[key]}]"


@dataclass(slots=True)
class Named:
    """Words of a paragraph that are named in the list of repairs; ``run`` is the last of them."""

    kind: str
    text: str
    run: int


@dataclass(slots=True)
class Words:
    """What was read of one paragraph of a style: its text, and what belongs to it.

    ``boxes`` are text boxes, or the words of word art; ``lined_tabs`` is whether a tab draws
    a line to write on.
    """

    style: str = ""
    parts: list[str] = field(default_factory=list)
    boxes: list[Element | str] = field(default_factory=list)
    size: int = 0
    named: list[Named] = field(default_factory=list)
    run: int = 0
    lined_tabs: bool = False

    @property
    def text(self) -> str:
        """The whole text; a line break is a line feed."""
        return "".join(self.parts)

    def name(self, kind: str, text: str) -> None:
        """Name some words; those of runs that follow each other are one."""
        for last in reversed(self.named):
            if last.kind == kind and last.run >= self.run - 1:
                last.text, last.run = last.text + text, self.run
                return
            if last.run < self.run - 1:
                break
        self.named.append(Named(kind, text, self.run))

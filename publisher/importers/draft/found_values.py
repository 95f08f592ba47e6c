"""What a file says of the policy, by key of ``policy.yml``; what contradicts itself is a doubt."""

from dataclasses import dataclass, field

from publisher.importers.blocks.imported_text import Block
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.draft.title_block import plain
from publisher.problems import Message
from publisher.sources.chinese_words import word_for_key

_BRACKETS = str.maketrans("()[]〔〕【】", "()()()()")


@dataclass(slots=True)
class FoundValues:
    """The values found so far; the first one of a key is kept.

    ``period`` is a sentence with the period for comments, where a header names one.
    """

    repairs: Repairs
    period: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, value: str, block: Block | None = None) -> None:
        """Take a value; a doubt names it where another one was found before."""
        known = self.values.get(key, "")
        if value and not known:
            self.values[key] = value
        elif value and _folded(known[:10] if key.endswith("_on") else known) != _folded(value):
            said = {"key": key, "name": word_for_key("", key), "kept": known, "other": value}
            place = block.paragraph or None if block else None
            self.repairs.doubt(Message("doubt.two_values", said), place)


def _folded(value: str) -> str:
    return plain(value).translate(_BRACKETS)

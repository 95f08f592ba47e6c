"""Parts of a comment's words that the public does not read (隐去), by their places in its texts."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from comments_service.domain.canonical import canonical_json
from comments_service.domain.comments.participant import Personal

GAP = "〔隐去〕"
TEXTS = ("body", "proposed_text", "reason")
"""The texts of a comment that the public may read."""
Spans = tuple[tuple[int, int], ...]
"""Where parts of a text begin and end, in order and apart from each other."""

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Whoever reads decides: what only looks alike, such as an amount of seven figures, is proposed too.
# What has no end of its own is bounded: else each letter of a long word is read to the end again.
_PERSONAL = re.compile(
    r"[A-Za-z0-9._+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:[.．][A-Za-z0-9-]{1,63})+"
    r"|\d(?:[ \u3000-]?\d){15,18}[XxＸｘ]?|1[3-9]\d[ \u3000-]?\d{4}[ \u3000-]?\d{4}"
    r"|0\d{2,3}[ \u3000－—-]?\d{7,8}|\d{7,}[XxＸｘ]?"
    f"|[{_PROVINCES}][A-Z][ ·•]?[A-Z0-9]{{5,6}}"
)
_SHORTEST_NAME = 2


def spans_of(text: str, words: Iterable[str]) -> Spans:
    """Return where any of these words is in a text, everywhere; what touches is one part."""
    found = sorted(
        (match.start(), match.start() + len(word))
        for word in words
        for match in re.finditer(f"(?={re.escape(word)})", text)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def pieces(text: str, spans: Spans) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text in order, each with whether it is left out."""
    last = 0
    for start, end in spans:
        yield from ((text[last:start], False), (text[start:end], True))
        last = end
    yield text[last:], False


def without(text: str, spans: Spans) -> str:
    """Return a text with a sign in the place of each part that is left out."""
    return "".join(GAP if hidden else part for part, hidden in pieces(text, spans))


def suggested(texts: Iterable[str], sender: Personal) -> list[str]:
    """Return words that look personal: numbers, addresses, plates, what the sender gave of himself.

    It is a proposal for whoever reads; what nobody can tell by its form is not among it.
    """
    own = (sender.name, sender.guardian, sender.organisation, sender.phone, sender.email)
    known = [each.strip() for each in (*own, sender.uscc)]
    found: list[str] = []
    for text in texts:
        found += [each for each in known if len(each) >= _SHORTEST_NAME and each in text]
        found += _PERSONAL.findall(text)
    return list(dict.fromkeys(found))


def written_spans(spans: Mapping[str, Spans]) -> str:
    """Write the parts of a comment's texts as they are kept."""
    return canonical_json({name: each for name, each in spans.items() if each})


def read_spans(kept: str) -> dict[str, Spans]:
    """Return what ``written_spans`` wrote."""
    return {name: tuple((a, b) for a, b in each) for name, each in json.loads(kept).items()}

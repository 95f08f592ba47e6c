"""Shorter names that lead to a clause too: ``art_3__point_1`` for ``art_3__para_1__point_1``.

In laws the 款 is always part of an item's eId, though people leave it out where an
article has only one, or where only one of its 款 has items. A text that is the annex of a
notice has names without it, though ``att_1__art_3`` leads to its ``art_3`` too.
"""

import re
from collections.abc import Iterable

from catalogue.numerals import NUMERAL_CHARS, from_chinese

_ITEM_OF_ARTICLE = re.compile(r"(?<![a-z])(art_[^_.]+(?:_inst\d+)?__)para_\d+(?:_inst\d+)?__")
_ARTICLE = re.compile(r"(v\d+\.)?(art_[^_.]+)")
_ANNEX_LINE = re.compile(rf"\W?附\s?[件录表图]?\s?(\d+|[{NUMERAL_CHARS}]*)")


def annex_of(notice: Iterable[str]) -> str:
    """Return the name of the annex that a text is, by the lines of the notice that carries it.

    The last of them that begins with 附件 says the number; "" where none does.
    """
    marks = [mark for mark in map(_ANNEX_LINE.match, notice) if mark]
    return f"att_{from_chinese(marks[-1][1] or '一')}" if marks else ""


def short_names(names: Iterable[str], annex: str = "") -> dict[str, str]:
    """Return the other names that are nobody's own and lead to one clause only.

    ``names`` are eIds, or wIds, of one version, ``annex`` what ``annex_of`` returns; the answer
    maps other name to name.
    """
    own = list(names)
    found: dict[str, list[str]] = {}
    for article in filter(None, map(_ARTICLE.fullmatch, own)) if annex else ():
        found[f"{article[1] or ''}{annex}__{article[2]}"] = [article[0]]
    for name in own:
        paragraph = name.find("__para_")
        # Most names hold no item of a 款, and this is asked of every clause of a site.
        if paragraph < 0 or name.find("__", paragraph + 2) < 0:
            continue
        short, count = _ITEM_OF_ARTICLE.subn(r"\1", name, count=1)
        if count:
            found.setdefault(short, []).append(name)
    taken = set(own)
    return {
        short: whole[0] for short, whole in found.items() if len(whole) == 1 and short not in taken
    }

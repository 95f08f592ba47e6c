"""Shorter names that lead to a clause too: ``art_3__point_1`` for ``art_3__para_1__point_1``.

In laws the 款 is always part of an item's eId, though people leave it out where an
article has only one, or where only one of its 款 has items.
"""

import re
from collections.abc import Iterable

_ITEM_OF_ARTICLE = re.compile(r"(?<![a-z])(art_[^_.]+(?:_inst\d+)?__)para_\d+(?:_inst\d+)?__")


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return the shorter names that are nobody's own and lead to one clause only.

    ``names`` are eIds, or wIds, of one version; the answer maps short name to name.
    """
    own = list(names)
    found: dict[str, list[str]] = {}
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

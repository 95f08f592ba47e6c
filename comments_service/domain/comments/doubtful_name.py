"""Names that are plainly none: whoever gives one is asked about it once, and not refused.

The dialog asks by the same rule in ``consult/doubtful_name.js``.
"""

import unicodedata

NO_NAMES = frozenset({
    "匿名", "佚名", "无名", "无名氏", "保密", "不愿透露", "不便透露", "不详",
    "群众", "市民", "热心市民", "网友", "热心网友", "某某", "某人", "测试",
    "anonymous", "none", "null", "test",
})  # fmt: skip
_MANY = 3


def is_doubtful(name: str) -> bool:
    """Return whether a name is 匿名 or the like, a number, one sign, or one again and again."""
    lowered = unicodedata.normalize("NFKC", name).lower()
    letters = "".join(char for char in lowered if char.isalpha())
    again = len(letters) >= _MANY and len(set(letters)) == 1
    return len(letters) < 2 or again or letters in NO_NAMES

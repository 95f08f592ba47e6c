"""What looks as if a program had sent it (疑似自动提交): a hint for the office that hides nothing.

Two signs: the same words from many participants of a consultation, and a form sent so soon after
its token was given out that nobody can have filled it in.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from catalogue.text import fold_name

MANY = 5
"""From so many participants on the same words are told of."""
AT_ONCE = timedelta(seconds=5)
FROM_MANY, SENT_AT_ONCE = "many", "soon"
"""Signs, which stand before the digest of a comment's words; that is hexadecimal, so less."""
DIGEST_LENGTH = 60
# Shorter words, such as 同意, are everybody's.
_SHORTEST = 16


class Signs(NamedTuple):
    """How many seconds after its token a submission came, and the marks of its comments by id.

    A mark is a sign, or none, and the digest of the words; "" where they are too few.
    """

    seconds: int | None
    marks: Mapping[str, str]


NO_SIGNS = Signs(None, {})


def looks_automatic(mark: str | None) -> bool:
    """Return whether a sign stands before the digest of a comment's words."""
    return (mark or "") >= min(FROM_MANY, SENT_AT_ONCE)


def alike_words(*texts: str) -> str:
    """Return by what words a comment is the same as another; empty where they are too few.

    ``texts`` are its body, its proposed wording and its reason.
    """
    words = fold_name(" ".join(texts))
    return words if len(words) >= _SHORTEST else ""

"""The token of a form: signed, used once, good from some seconds to a day after it was given out.

A person needs the seconds to write; a program that sends without reading does not have them.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from comments_service.domain.errors import FieldFault, Invalid

YOUNGEST, OLDEST = timedelta(seconds=3), timedelta(hours=24)
FIELD = "challenge"
TOO_YOUNG = "提交得太快，请稍等几秒后再次提交"
TOO_OLD = "本页打开已超过24小时，请核对内容后再次提交"
SPENT = "本页已经提交过一次，请核对内容后再次提交"
UNKNOWN = "本页的提交令牌无效，请核对内容后再次提交"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_WRITTEN = re.compile(
    r"(?P<key>[A-Za-z0-9_-]{1,32})\.(?P<moment>[0-9]{1,14})\.(?P<nonce>[0-9a-f]{32})"
    r"\.(?P<signature>[0-9a-f]{64})"
)


class Challenge(NamedTuple):
    """A token: when it was given out, a random part, and by which key both are signed."""

    key: str
    moment: str
    nonce: str
    signature: str

    @property
    def signed(self) -> str:
        """What the signature is over."""
        return signed_part(self.given_out, self.nonce)

    @property
    def given_out(self) -> datetime:
        """When it was given out."""
        return _EPOCH + int(self.moment) * _MILLISECOND

    def fault(self, now: datetime, youngest: timedelta) -> str:
        """Return why its age keeps it from being used, "" where nothing does."""
        age = now - self.given_out
        if age < timedelta():
            return UNKNOWN
        if age < youngest:
            return TOO_YOUNG
        return TOO_OLD if age > OLDEST else ""


def signed_part(given_out: datetime, nonce: str) -> str:
    """Return what is signed of a token."""
    return f"{(given_out - _EPOCH) // _MILLISECOND}.{nonce}"


def read_challenge(text: str) -> Challenge | None:
    """Return the token that a text writes, None where it writes none."""
    found = _WRITTEN.fullmatch(text)
    return Challenge(**found.groupdict()) if found else None


def not_taken(words: str) -> Invalid:
    """Return the refusal of a token."""
    return Invalid(FieldFault(FIELD, words))

"""How much is taken: little from one participant, much from one address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments_service.domain.errors import TooMany
from comments_service.domain.wording import Minute

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most ``most`` within ``period``; ``message`` has ``%(at)s``, from when there is more."""

    most: int
    period: timedelta
    message: str

    def check(self, number: int, first: datetime | None, now: datetime) -> None:
        """Raise ``TooMany`` where ``number`` is reached; ``first`` is when the oldest was."""
        if number < self.most or first is None:
            return
        again = max(first + self.period, now)
        wait = max(1, int((again - now).total_seconds()) + 1)
        # To the minute that is surely over by then.
        at = Minute(again + timedelta(minutes=1))
        raise TooMany(self.message, retry_after=wait, count=number, at=at)


@dataclass(frozen=True, slots=True)
class Allowances:
    """All allowances of a service, for a participant, for an address, ``own`` for a receipt."""

    participant_hour: Allowance
    participant_day: Allowance
    address: Allowance
    lookups: Allowance
    form: Allowance
    attachments: Allowance
    codes: Allowance
    own: Allowance


_SUBMITTED = "从您所在的网络提交的意见过多，请于%(at)s以后再提交"
_KINDS = {
    "participant_hour": (HOUR, "您在一小时内已提交%(count)s次意见，请于%(at)s以后再提交"),
    "participant_day": (DAY, "您在一天内已提交%(count)s次意见，请于%(at)s以后再提交"),
    "address": (HOUR, _SUBMITTED),
    "lookups": (HOUR, "从您所在的网络查询有误的次数过多，请于%(at)s以后再查询"),
    "form": (HOUR, _SUBMITTED),
    "attachments": (HOUR, "从您所在的网络上传的附件过多，请于%(at)s以后再上传"),
    "codes": (HOUR, "从您所在的网络索取的验证码过多，请于%(at)s以后再试"),
    "own": (HOUR, "您在一小时内已修改意见或提出请求%(count)s次，请于%(at)s以后再试"),
}


def allowances_of(**most: int) -> Allowances:
    """Return the limits with these numbers, by their names."""
    return Allowances(**{name: Allowance(most[name], *kind) for name, kind in _KINDS.items()})

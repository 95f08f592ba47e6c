"""Which rule asks what of a consultation: by its procedure and the day it opened.

A rule applies only to windows that opened on or after the day it came into force. Where
``procedure`` is not given the text may fall under either regulation, so both are looked at.
"""

from dataclasses import dataclass
from datetime import date

from publisher.problems import Message


@dataclass(frozen=True, slots=True)
class Rule:
    """An article of a regulation, in force from ``since`` on."""

    name: Message
    since: date


_DECISIONS_SINCE, _BUSINESS_SINCE = date(2019, 9, 1), date(2020, 1, 1)
# When the 30 days came into 《规章制定程序条例》 (国务院令第695号).
_REGULATIONS_SINCE = date(2018, 5, 1)
BUSINESS = Rule(Message("rule.business"), _BUSINESS_SINCE)
REGULATION = Rule(Message("rule.publish_regulation"), _REGULATIONS_SINCE)
REVIEWED_REGULATION = Rule(Message("rule.review_regulation"), _REGULATIONS_SINCE)
HEARING = Rule(Message("rule.hearing"), _REGULATIONS_SINCE)
LEGALITY = Rule(Message("rule.legality"), _DECISIONS_SINCE)
REVIEW_TIME = Rule(Message("rule.review_time"), _DECISIONS_SINCE)
PUBLISH = Rule(Message("rule.publish_decision"), _DECISIONS_SINCE)
_ANSWER = Rule(Message("rule.answer_decision"), _DECISIONS_SINCE)
# Both art. 15: publish the draft with its explanation, the ways and the period to comment.
# Art. 62: publish the draft for 30 days and report what was adopted.
_PUBLISHING = {
    "政府规章": (REGULATION,),
    "重大行政决策": (PUBLISH,),
    "行政规范性文件": (BUSINESS,),
    "": (PUBLISH, BUSINESS),
}
# Art. 18: opinions are sorted and studied, reasonable ones adopted.
_ANSWERING = {
    "政府规章": (BUSINESS,),
    "重大行政决策": (_ANSWER,),
    "行政规范性文件": (BUSINESS,),
    "": (_ANSWER, BUSINESS),
}


def publishing_rule(procedure: str, opened: date) -> Rule | None:
    """Return the rule on how a draft is put out; None where none was in force that day."""
    return _in_force(_PUBLISHING.get(procedure, ()), opened)


def answering_rule(procedure: str, opened: date) -> Rule | None:
    """Return the rule on what becomes of the comments; None where none was in force."""
    return _in_force(_ANSWERING.get(procedure, ()), opened)


def _in_force(rules: tuple[Rule, ...], opened: date) -> Rule | None:
    return next((rule for rule in rules if rule.since <= opened), None)

"""Who sends comments: kinds, contacts in one written form, and what two of one have in common."""

import re
import unicodedata
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.cn import uscc as uscc_rules

from catalogue.text import fold

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


class ParticipantKind(StrEnum):
    """公众, 企业和社会组织, 机关单位."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"


def normalise_phone(text: str) -> str | None:
    """Return a phone number as E.164, read in China; None where it is none.

    Any 11 digits that begin with 13 to 19 are taken: new number ranges are given out
    faster than tables of them are renewed.
    """
    plain = unicodedata.normalize("NFKC", text)
    mobile = _MOBILE.fullmatch(re.sub(r"[\s()-]", "", plain))
    if mobile:
        return "+86" + mobile[1]
    try:
        number = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_email(text: str) -> str | None:
    """Return an e-mail address in lower case, None where it is none; no look-up is made.

    The part before the @ is lowered too (RFC 5321 lets hosts tell case apart; none do).
    """
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def normalise_uscc(text: str) -> str | None:
    """Return a 统一社会信用代码 in capitals, None where its check character is wrong (GB 32100)."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return plain if uscc_rules.is_valid(plain) else None


def lookup_value(  # noqa: PLR0913 - the six facts that can identify somebody
    kind: ParticipantKind, *, name: str, phone: str, email: str, organisation: str, uscc: str
) -> str:
    """Return what makes two submissions come from one participant, to be digested with a key.

    A person: folded name and E.164 phone, else the lower-case e-mail address. An
    organisation or department: its 统一社会信用代码, else its folded name, which stands in
    ``name`` where a body gave one name only.
    """
    if kind is not ParticipantKind.PERSON:
        code = normalise_uscc(uscc)
        return f"{kind}|uscc|{code}" if code else f"{kind}|name|{fold(organisation) or fold(name)}"
    number = normalise_phone(phone)
    if number:
        return f"{kind}|phone|{fold(name)}|{number}"
    return f"{kind}|email|{fold(name)}|{normalise_email(email)}"

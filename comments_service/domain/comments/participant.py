"""Who sends comments: kinds, contacts in one written form, and what two of one have in common."""

import re
import unicodedata
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Literal

import phonenumbers
from email_validator import EmailNotValidError, ValidatedEmail, validate_email
from stdnum.cn.uscc import calc_check_digit, compact

from catalogue.text import fold_name
from comments_service.domain.text_rules import is_blank, without_invisible

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
# Hong Kong and Macao, as they are dialled with the plus left out; no number of the mainland is so.
_HONG_KONG_OR_MACAO = re.compile(r"85[23][0-9]{8}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# The library looks for a number in whatever it is given and would find one in a sentence.
_NUMBER = r"(?P<number>\(?\+?[0-9(][0-9 ().-]*)"
_NAMED = (
    r"(?:[转轉]接?|[转轉]?(?:分[机機]|[内內][线線])[号號]?|ext(?:n|ension)?\.?|x|#)"
    r"[ :.=-]*(?P<extension>[0-9]{1,7})"
)
_WRITTEN = re.compile(rf"{_NUMBER}(?:[,;、]? *{_NAMED}\)?)?", re.IGNORECASE)
# Seven digits after a dash would be a second number.
_UNNAMED = re.compile(rf"{_NUMBER}[-(] *(?P<extension>[0-9]{{1,6}})\)?")
_EXTENSION_MARK = "转"
_USCC_LENGTH = 18
# python-stdnum wants digits in the first two places too, where GB 32100 allows letters: the
# codes of village collectives begin with N.
_USCC = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")


class ParticipantKind(StrEnum):
    """公众, 企业和社会组织, 机关单位."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone: its number as E.164 and the digits of its extension (分机), or ""."""

    number: str
    extension: str = ""

    @property
    def written(self) -> str:
        """The number as E.164, with 转 and the extension after it: +867198652211转8001."""
        return self.number + (f"{_EXTENSION_MARK}{self.extension}" if self.extension else "")


def parse_phone(text: str) -> Phone | None:
    """Read a telephone as people in China write it; None where it is none.

    Digits (full-width ones too), blanks, + - ( ) . may be in it, and an extension after
    转, 转接, 分机, 内线, ext, x, # or ;ext=, or after a dash or in parentheses where all the
    digits together are no number; nothing else. Any 11 digits that begin with 13 to 19 are
    taken: new number ranges are given out faster than tables of them are renewed.
    """
    plain = _plain(text).translate(_DASHES)
    for form in (_WRITTEN, _UNNAMED):
        written = form.fullmatch(plain)
        number = _e164(written["number"]) if written else None
        if written and number:
            return Phone(number, written["extension"] or "")
    return None


def normalise_phone(text: str) -> str | None:
    """Return a phone number as E.164 without its extension; None where it is none."""
    phone = parse_phone(text)
    return phone.number if phone else None


def _e164(text: str) -> str | None:
    digits = re.sub(r"[ ().-]", "", text)
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return "+86" + mobile[1]
    written = "+" + digits if _HONG_KONG_OR_MACAO.fullmatch(digits) else text
    try:
        number = phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_email(text: str) -> str | None:
    """Return an e-mail address all in lower case, None where it is none; without a look-up."""
    found = _email(text)
    return found.normalized.lower() if found else None


def ascii_email(text: str) -> str | None:
    """Return an e-mail address as every mail server takes it; None where that cannot be."""
    found = _email(text)
    return found.ascii_email if found else None


def _email(text: str) -> ValidatedEmail | None:
    plain = without_invisible(text).strip()
    # What begins an encoded word (RFC 2047) is read as what it encodes, by some: another address.
    if "=?" in plain:
        return None
    try:
        return validate_email(plain, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None


def normalise_uscc(text: str) -> str | None:
    """Return a 统一社会信用代码 in capitals without blanks, None where it is none (GB 32100)."""
    plain = compact(_plain(text))
    return None if uscc_fault(plain) else plain


def uscc_fault(text: str) -> Literal["", "length", "characters", "check"]:
    """Return what is wrong with a 统一社会信用代码; "check" is its last character."""
    plain = compact(_plain(text))
    if len(plain) != _USCC_LENGTH:
        return "length"
    if not _USCC.fullmatch(plain):
        return "characters"
    return "" if plain[-1] == calc_check_digit(plain[:-1]) else "check"


def _plain(text: str) -> str:
    """Return what was typed, without the invisible marks that a copied number comes with."""
    return unicodedata.normalize("NFKC", without_invisible(text)).strip()


@dataclass(frozen=True, slots=True)
class Personal:
    """What identifies the participant; kept encrypted and nowhere else."""

    name: str
    phone: str = ""
    email: str = ""
    organisation: str = ""
    uscc: str = ""
    place: str = ""
    guardian: str = ""

    def content(self) -> dict[str, str]:
        """Return it as it is kept and digested: a guardian only where there is one."""
        held = _HELD if self.guardian else _HELD[:-1]
        return {name: getattr(self, name) for name in held}


_HELD = tuple(each.name for each in fields(Personal))


def lookup_value(kind: ParticipantKind, who: Personal) -> str:
    """Return what makes two submissions come from one participant, to be digested with a key.

    A person: folded name and E.164 phone (an extension tells no two people of one name
    apart: it is written now and left out then), else the lower-case e-mail address. An
    organisation or department: its 统一社会信用代码, else its folded name, which is in
    ``name`` where a body gave one name only.
    """
    if kind is not ParticipantKind.PERSON:
        code = normalise_uscc(who.uscc)
        body = fold_name(who.name if is_blank(fold_name(who.organisation)) else who.organisation)
        return f"{kind}|uscc|{code}" if code else f"{kind}|name|{body}"
    number, name = normalise_phone(who.phone), fold_name(who.name)
    if number:
        return f"{kind}|phone|{name}|{number}"
    return f"{kind}|email|{name}|{normalise_email(who.email)}"

"""How a participant is named in public (脱敏), unless they consented to more (PIPL art. 25)."""

import re
import unicodedata
from itertools import pairwise

_JOINER = "\u200d"
_COMMITTEE = re.compile(r"(?:村|居|村[(（]居[)）])民?委(?:员)?会$")
_BODIES = ("商会", "协会", "学会", "合作社", "基金会", "大学", "学院", "学校", "医院")
_OFFICE = re.compile(r".{3,}[局委办厅部院府处科所站会室队心]$")
# What follows the last 区/县/… is a street or a building and would point at one company.
_DIVISIONS = re.compile(r"(?:[^\d\s省市区县州盟旗路街号厂司]{1,10}[省市区县州盟旗])+")


def mask_name(
    kind: str,
    name: str,
    organisation: str,
    place: str,
    consent_publish_name: bool,  # noqa: FBT001  # the order is that of the participant's fields
) -> str:
    """Return how the public reads who commented; never empty.

    ``kind`` is person, organisation or department; ``ValueError`` for another.

    - A person: first character kept, the rest ``*``, the last kept from three characters on
      (张三→张*, 欧阳小明→欧**明); a single character is ``*``. The words of a Latin name
      stay apart (John Smith→J*** ****h). With consent the full name.
    - An organisation: its kind and place, 某企业(张湾区), or 某企业 where the place is not
      known down to a county; with consent its name.
    - A department (机关单位) and a 村(居)委会: the name, as they act in public office.

    Where a body gives no organisation, its ``name`` may be the body's or a contact's: what
    is not plainly an office is masked like a person's.
    """
    body = organisation.strip() or name.strip()
    if kind == "person":
        return name.strip() if consent_publish_name and name.strip() else _mask_person(name)
    if kind == "department":
        return body if organisation.strip() or _OFFICE.search(body) else _mask_person(body)
    if kind == "organisation":
        by_name = body and (consent_publish_name or _COMMITTEE.search(body))
        return body if by_name else _mask_organisation(body, place)
    message = f"unknown kind of participant: {kind}"
    raise ValueError(message)


def _mask_person(name: str) -> str:
    characters = _characters(_without_padding(name))
    kept = {0, len(characters) - 1} if len(characters) >= 3 else {0}
    if len(characters) < 2:
        return "*"
    return "".join(
        character if index in kept or character == " " else "*"
        for index, character in enumerate(characters)
    )


def _mask_organisation(body: str, place: str) -> str:
    kind = next((ending for ending in _BODIES if body.endswith(ending)), "企业")
    county = mask_place(place)
    return f"某{kind}({county})" if county else f"某{kind}"


def mask_place(place: str) -> str:
    """Return a place down to its county (区, 县, 市); "" where none can be told from it."""
    found = _DIVISIONS.match(place.strip())
    return found[0] if found else ""


def _without_padding(name: str) -> str:
    # Forms pad names of two characters (张　三); only in other scripts a blank parts words.
    words = unicodedata.normalize("NFC", name).split()
    chinese = all("CJK" in unicodedata.name(word[0], "") for word in words)
    return ("" if chinese else " ").join(words)


def _characters(text: str) -> list[str]:
    """Split into characters as a reader counts them: marks stay with what they modify."""
    starts = [i for i, c in enumerate(text) if i == 0 or not _continues(text[i - 1], c)]
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


def _continues(before: str, character: str) -> bool:
    joined = _JOINER in (before, character)
    return joined or unicodedata.category(character).startswith("M")

"""How a participant is named in public (脱敏), unless they consented to more (PIPL art. 25)."""

import re
import unicodedata
from itertools import pairwise

from comments_service.domain.comments.masked_place import mask_place
from comments_service.domain.text_rules import is_blank, without_invisible

# Letters to Unicode, dots to the eye: the Korean araea is written where others write a middle dot.
_DOT_LETTERS = frozenset("\u318d\u119e")
_COMMITTEE = re.compile(r"(?:村|居|村[(（]居[)）])民?委(?:员)?会$")
_HAN_NAME = re.compile("[\u4e00-\u9fff]{2,}")
_BODIES = ("商会", "协会", "学会", "合作社", "基金会", "大学", "学院", "学校", "医院")
# A single last character tells no office from a person (欧阳正心, 上官文室, 王登科, 李文会):
# where the field is for a name, only what no given name ends in counts as an office.
_OFFICE = re.compile(
    "(?:[局委厅]|政府|办公室|研究室|中心|委员会|人大|政协|法院|检察院|研究院|[总支大]队|街道办|管委会|"
    "联合会|总工会|派出所)$"
)
_OFFICE_AS_BODY = re.compile(r"(?:[局委办厅部院府处科所站会队]|[公究询案]室|中心|人大|政协|街道)$")


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
      (张三→张*, 欧阳小明→欧**明); a single character is ``*``. Only letters and digits count
      as characters (张·三→张*). The words of a Latin name stay apart (John Smith→J*** ****h).
      With consent the full name.
    - An organisation: its kind and place, 某企业(张湾区), or 某企业 where the place is not
      known down to a county; with consent its name.
    - A department (机关单位) and a 村(居)委会: the name, as they act in public office.

    Anybody can call himself a department: what does not read as an office is masked like a
    person's name, the more strictly where the body gives no organisation and ``name`` may be
    the body's or a contact's.
    """
    if kind == "person":
        return name.strip() if consent_publish_name and name.strip() else _mask_person(name)
    named = not is_blank(organisation)
    body = organisation.strip() if named else name.strip()
    if kind == "department":
        endings = _OFFICE_AS_BODY if named else _OFFICE
        return body if _is_office(body, endings) else _mask_person(body)
    if kind == "organisation":
        if body and (consent_publish_name or _COMMITTEE.search(body)):
            return body
        ending = next((each for each in _BODIES if body.endswith(each)), "企业")
        county = mask_place(place)
        return f"某{ending}({county})" if county else f"某{ending}"
    raise ValueError(f"unknown kind of participant: {kind}")


def _is_office(body: str, endings: re.Pattern[str]) -> bool:
    digits = any(unicodedata.category(char).startswith("N") for char in body)
    return len(body) >= 3 and not digits and bool(endings.search(body))


def _mask_person(name: str) -> str:
    if _HAN_NAME.fullmatch(name):
        # As below, which takes ten times as long: an export masks hundreds of thousands.
        return name[0] + "*" * (len(name) - 2) + (name[-1] if len(name) > 2 else "*")
    characters = _characters(_without_padding(name))
    counted = [index for index, character in enumerate(characters) if _counts(character)]
    if len(counted) < 2:
        return "*"
    characters = characters[counted[0] : counted[-1] + 1]
    kept = {0, len(characters) - 1} if len(counted) >= 3 else {0}
    # Between two characters a dot or a hyphen says nothing; a blank parts two words.
    shown = (c for c in characters if len(counted) >= 3 or c == " " or _counts(c))
    return "".join(
        character if index in kept or character == " " else "*"
        for index, character in enumerate(shown)
    )


def _counts(character: str) -> bool:
    return unicodedata.category(character[0])[0] in "LN" and character[0] not in _DOT_LETTERS


def _without_padding(name: str) -> str:
    # Forms pad names of two characters (张　三); only in other scripts a blank parts words.
    words = without_invisible(unicodedata.normalize("NFC", name)).split()
    words = [word for word in words if any(map(_counts, word))]
    chinese = all("CJK" in "".join(unicodedata.name(c, "") for c in word) for word in words)
    return ("" if chinese else " ").join(words)


def _characters(text: str) -> list[str]:
    """Split into characters as a reader counts them: marks stay with what they modify."""
    starts = [i for i, c in enumerate(text) if i == 0 or unicodedata.category(c)[0] != "M"]
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]

"""Requests that the interface takes, and such as it refuses, as changes to what 林晓芸 sends."""

import re
from typing import Any

# The citizen's telephone number, whole or masked. Four of its digits alone may stand in any digest.
SHOWN_PHONE = re.compile(r"138[ ]?(?:0728[ ]?1234|\*)")

COMMENT = {"stance": "suggest", "body": "好"}
Refused = list[tuple[dict[str, Any], str]]


def one(**changes: Any) -> dict[str, Any]:
    return {"comments": [{**COMMENT, **changes}]}


TAKEN: list[dict[str, Any]] = [
    {},
    {"phone": None, "email": "lin@example.test"},
    {"email": None, "organisation": None, "uscc": None, "place": None, "challenge": None},
    {"consent_publish_name": None},
    {"guardian": "林国栋", "notice_version": "", "language": "en"},
    {"guardian": None, "notice_version": None, "language": None},
    {"uscc": "", "organisation": "", "guardian": ""},
    {"participant": "organisation", "name": "晨光机械", "organisation": ""},
    {"place": "张湾区"},
    {"participant": "organisation", "name": "晨光机械", "uscc": "91350100M000100Y43"},
    {"comments": [COMMENT] * 200},
    one(body="好" * 10_000),
    one(body="一\r\n\t二\n"),
    one(body="一\r二\x0b三\x0c四\x85五\u2028六\u2029"),
    one(body="好\x1b[0m\x01", proposed_text="\x7f", reason="\uffff\ufffe\u200b"),
    {"name": "林\n晓\t芸\u202e", "place": "张湾区\u2028", "phone": "\u202d13807281234\u202c\n"},
    {"phone": "", "email": "\u200blin@example.test\t"},
    one(body="", proposed_text="改为五年"),
    one(body=None, proposed_text="改为五年", reason=None, confidential=None),
    one(clause=None, selector=None),
    one(clause="part_2", selector={"exact": "技术", "prefix": None}),
]

# The field at fault stands beside.
REFUSED: Refused = [
    ({"uscc": "91350100M000100Y44"}, "uscc"),
    ({"name": ""}, "name"),
    ({"name": "　　"}, "name"),
    ({"version": ""}, "version"),
    ({"name": "林" * 101}, "name"),
    ({"name": 5}, "name"),
    ({"name": None}, "name"),
    ({"phone": 13807281234}, "phone"),
    ({"phone": ""}, "phone"),
    ({"participant": "ghost"}, "participant"),
    ({"guardian": "林" * 101}, "guardian"),
    ({"notice_version": "1" * 41}, "notice_version"),
    ({"language": "de"}, "language"),
    ({"participant": ["person"]}, "participant"),
    ({"participant": {}}, "participant"),
    ({"place": "区" * 201}, "place"),
    ({"place": "张湾区\x00"}, "place"),
    ({"consent_notice": False}, "consent_notice"),
    ({"consent_notice": "true"}, "consent_notice"),
    ({"consent_notice": 1}, "consent_notice"),
    ({"consent_publish_name": "no"}, "consent_publish_name"),
    ({"idempotency_key": "short"}, "idempotency_key"),
    ({"idempotency_key": "k" * 65}, "idempotency_key"),
    ({"idempotency_key": "键" * 20}, "idempotency_key"),
    ({"idempotency_key": "k" * 20 + "\n"}, "idempotency_key"),
    ({"challenge": 7}, "challenge"),
    ({"policy": ["x"]}, "policy"),
    ({"comments": []}, "comments"),
    ({"comments": {}}, "comments"),
    ({"comments": ["text"]}, "comments[0]"),
    ({"comments": [COMMENT] * 201}, "comments"),
    (one(body=""), "comments[0].body"),
    (one(body=" \n\u3000"), "comments[0].body"),
    (one(body="好" * 10_001), "comments[0].body"),
    (one(body="好" * 20_000), "comments[0].body"),
    (one(body="好\x00"), "comments[0].body"),
    (one(body=["好"]), "comments[0].body"),
    (one(reason="理" * 10_001), "comments[0].reason"),
    (one(stance="like"), "comments[0].stance"),
    (one(confidential="yes"), "comments[0].confidential"),
    (one(clause=3), "comments[0].clause"),
    (one(clause="part_2", selector={"exact": ""}), "comments[0].selector.exact"),
    (one(clause="part_2", selector={"exact": "x", "at": 3}), "comments[0].selector.at"),
    (one(selector={"exact": "专项资金"}), "comments[0].selector"),
    (one(body="", proposed_text=" "), "comments[0].body"),
    (one(body=None), "comments[0].body"),
    (one(mood="good"), "comments[0].mood"),
    ({"id_number": "420300199001010011"}, "id_number"),
]

# Whether somebody has this number, or a character can be seen, no JSON Schema tells.
REFUSED_BEYOND_A_SCHEMA: Refused = [
    ({"name": "\u200b\u2060"}, "name"),
    ({"name": "。。。"}, "name"),
    ({"name": "\u3164"}, "name"),
    ({"name": "\u2800\ufe0f"}, "name"),
    ({"name": "\u0301"}, "name"),
    ({"phone": "12345"}, "phone"),
    ({"notice_version": "1-2f7c"}, "notice_version"),
    ({"phone": "\x01", "email": None}, "phone"),
    ({"phone": "电话13807281234"}, "phone"),
    ({"phone": "138 0728 123"}, "phone"),
    ({"email": "no-address"}, "email"),
    ({"email": "a@b@c.test"}, "email"),
    (one(clause="part_2", selector={"exact": "专项资金"}), "comments[0].selector.exact"),
    (one(clause="part_2", selector={"exact": "二、支持"}), "comments[0].selector.exact"),
    (one(body="\u3164\ufe0f"), "comments[0].body"),
    (one(body="\ud800"), "comments[0].body"),
    (one(proposed_text="\udfff"), "comments[0].proposed_text"),
]

"""What is personal, planted by every door that there is: form, interface, 登记, intake sheet."""

import base64
import http.client
import io
import json
import re
from typing import Any
from urllib.parse import quote

import openpyxl
from werkzeug.test import EnvironBuilder

from tests.conftest import POLICY
from tests.servers.waiting import MOST_SECONDS
from tests.worlds.attached_files import WORDS as ATTACHED
from tests.worlds.attached_files import with_part
from tests.worlds.letters import PNG, TYPED
from tests.worlds.officers import PASSWORD

CITIZEN = {
    "name": "宇文拓跋", "phone": "13907191357", "email": "planted.person@example.org",
    "place": "样例新村一百零七弄", "guardian": "上官明月",
}  # fmt: skip
BODY = {
    "name": "公冶长青", "phone": "0719-8652468", "email": "planted.body@example.org",
    "organisation": "百里长风机械厂", "uscc": "91350100M000100Y43", "place": "百合东路八十八号",
}  # fmt: skip
SAID = {"body": "种下的意见原文", "proposed_text": "种下的改法", "reason": "种下的理由"}
REVISED = {"body": "种下的改后意见"}
ASKED = {"words": "种下的请求内容"}
CODED = {"email": "planted.code@example.org"}
"""Where a code is asked for."""
SENDER = {"name": "欧阳慕容", "contact": "13907192468 车城路九十七号"}
LISTED = ("令狐东方", None, "13907193579", "planted.letter@example.org", "样例新村三号楼")
UNSENT = "种下的还没有提交的意见"
"""What is in a form that was left for the provider of identities, and not sent."""
PASTED = "来信人是退休职工"
"""What stands above the points of a pasted letter: it is not entered."""
PERSONAL = (
    *CITIZEN.values(), *BODY.values(), *ASKED.values(), *CODED.values(), SENDER["name"],
    *SENDER["contact"].split(), *(each for each in LISTED if each), PASTED, "PLANTED-SCAN-TEXT",
    "planted-scan", "PLANTED-ATTACHMENT-TEXT", "planted-attachment", ATTACHED, UNSENT,
)  # fmt: skip
WHY = "为电话核实身份"
ACCUSATION = "某副局长收受礼金"
LEFT_OUT = "种下的隐去理由"
INTERNAL = (WHY, ACCUSATION, LEFT_OUT)
SHOWN = "名额太少。"
"""What the public reads of a comment."""
WORDS = (*SAID.values(), *REVISED.values())
"""What comments say: the office reads it, and the public where it is answered."""


def forms_of(words: str) -> set[bytes]:
    """Return how words can stand in a file: in the usual encodings, escaped, as base64."""
    plain = words.encode()
    found = {plain, words.encode("utf-16-le"), words.encode("utf-16-be"), plain.hex().encode()}
    for start in range(3):
        # What stands before and behind it is of the characters at its edges too.
        whole = base64.b64encode(b"\0" * start + plain)
        found.add(whole[4 if start else 0 : len(whole) // 4 * 4 - 4])
    if not words.isascii():
        escaped = json.dumps(words)[1:-1]
        found |= {words.encode("gb18030"), escaped.encode(), escaped.upper().encode()}
        found |= {quote(words).encode(), quote(words).lower().encode()}
    return found


class Visitor:
    """A browser at a server in a process of its own; it keeps one cookie."""

    def __init__(self, port: int, login: str = "") -> None:
        self.port, self.cookie = port, ""
        if login:
            self.ask("/desk/login", {"login": login, "password": PASSWORD})

    def ask(self, place: str, data: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """Return status and content; data is sent as a form, with its files."""
        sent = EnvironBuilder(method="POST" if data else "GET", data=data).get_environ()
        body = sent["wsgi.input"].read() if data else None
        sent["wsgi.input"].close()
        headers = {"Content-Type": sent.get("CONTENT_TYPE", ""), "Cookie": self.cookie}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=MOST_SECONDS)
        connection.request(sent["REQUEST_METHOD"], place, body, headers)
        answer = connection.getresponse()
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).split(";")[0]
        content = answer.read()
        connection.close()
        return answer.status, content

    def get(self, place: str) -> bytes:
        status, content = self.ask(place)
        assert status == 200, (place, content.decode())
        return content

    def posts(self, place: str, status: int = 303, **data: Any) -> str:
        """Send a form of the desk with the session's token."""
        page = self.get("/desk/password").decode()
        token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
        found, content = self.ask(f"/desk/{POLICY}/{place}", {"csrf": token, **data})
        assert found == status, (place, found, content.decode())
        return content.decode()


def plant(port: int) -> str:
    """Send, enter and bring in; one comment goes to the inspector, all names are looked at.

    What came by the web is shown to the public, without what is planted in it.
    Return the query code of what was sent by the interface.
    """
    _send(Visitor(port))
    code = _send_by_interface(port)
    heli, zhoumin, chen = (Visitor(port, login) for login in ("heli", "zhoumin", "chen"))
    heli.posts("units", names="市财政局", due_on="2018-07-25")
    _enter(heli)
    _bring(heli)
    register = zhoumin.get(f"/desk/{POLICY}/register").decode()
    for comment, submission in re.findall(
        r'data-comment="(\w+)" data-submission="(\w+)"', register
    ):
        shown = zhoumin.posts(f"comments/{comment}/name", 200, why=WHY)
        names = CITIZEN["name"], BODY["name"], SENDER["name"], LISTED[0]
        assert any(name in shown for name in names)
        if re.search(rf'class="yl-desk-said"[^>]*>{ACCUSATION}<', shown):
            page = zhoumin.get(f"/desk/{POLICY}/submissions/{submission}").decode()
            seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
            place = f"submissions/{submission}/elsewhere"
            zhoumin.posts(place, seen=seen, disposition="seal", reason=ACCUSATION)
        for version, (body, words) in enumerate(((SHOWN, ""), (REVISED["body"],) * 2), start=1):
            if re.search(rf'class="yl-desk-said"[^>]*>{body}<', shown):
                decided: dict[str, Any] = {"version": str(version), "shown": "yes", "words": words}
                chen.posts(f"comments/{comment}/public", reason=LEFT_OUT, **decided)
    return code


def _send_by_interface(port: int) -> str:
    """Send as a body, look at it, change it, ask for something, all by JSON."""
    sent = {
        "policy": POLICY, "version": "v1", "participant": "organisation", "consent_notice": True,
        "comments": [{"stance": "oppose", **SAID}], "idempotency_key": "planted-json-0001", **BODY,
    }  # fmt: skip
    taken = _json(port, "POST", "submissions", sent)
    code, own = taken["query_code"], f"receipts/{taken['receipt_no']}"
    _json(port, "GET", f"{own}?code={quote(code)}", {})
    _json(port, "POST", "contact-codes", {"policy": POLICY, **CODED})
    changed = {"stance": "oppose", "confidential": False, **REVISED}
    _json(port, "PATCH", f"{own}/comments/{taken['comments'][0]['id']}", changed, code)
    _json(port, "POST", f"{own}/requests", {"kind": "correction", **ASKED}, code)
    return str(code)


def _json(port: int, method: str, place: str, body: Any, code: str = "") -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=MOST_SECONDS)
    headers = {"Content-Type": "application/json", "X-Query-Code": code}
    connection.request(method, f"/api/v1/{place}", json.dumps(body), headers)
    answer = connection.getresponse()
    said = json.loads(answer.read())
    connection.close()
    assert answer.status < 300, said
    return said


def _send(citizen: Visitor) -> None:
    sent = {
        "version": "v1", "action": "submit", "participant": "person", "consent_notice": "on",
        "idempotency_key": "planted-form-0001", "comments[0].clause": "",
        "comments[0].stance": "suggest", "comments[0].body": SHOWN,
    }  # fmt: skip
    unsent = {**sent, "action": "identity", "comments[0].body": UNSENT, **CITIZEN}
    status, page = citizen.ask(f"/forms/{POLICY}", unsent)
    assert (status, b"/authorize?" in page) == (200, True), page.decode()
    # More than what is kept in memory by itself.
    file = with_part("word/a.txt", b"PLANTED-ATTACHMENT-TEXT" * 40_000, packed=False)
    files = {"comments[0].files": (io.BytesIO(file), "planted-attachment.docx")}
    status, page = citizen.ask(f"/forms/{POLICY}", {**sent, **CITIZEN, **files})
    assert status in {200, 201, 303}, page.decode()


def _enter(heli: Visitor) -> None:
    typed = {key: value for key, value in TYPED.items() if "points" not in key} | SENDER
    typed |= {"posted_on": "2018-07-14", "received_on": "2018-07-15"}
    pasted = {"act": "split", "paste": f"{PASTED}\n一、请写明期限。\n二、请写明标准。"}
    heli.posts("enter", 200, **typed | pasted)
    for number, words in enumerate(("请写明期限。", ACCUSATION)):
        sent: dict[str, Any] = typed | {"points[0].body": words, "key": f"planted-letter-{number}"}
        heli.posts("enter", **sent, scan=(io.BytesIO(PNG), "planted-scan.png"))


def _bring(heli: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(heli.get(f"/desk/{POLICY}/sheet/letters")))
    cells = ("1", "信函", "2018-07-13", "2018-07-14", "个人", *LISTED, None, "太笼统。")
    for column, words in enumerate(cells, start=1):
        book["来件登记表"].cell(4, column).value = words
    filled = io.BytesIO()
    book.save(filled)
    page = heli.posts("sheet/letters", 200, file=(io.BytesIO(filled.getvalue()), "planted.xlsx"))
    heli.posts("sheet/letters", **dict(re.findall(r'name="(act|file)" value="([^"]+)"', page)))

"""What is personal, planted by every door that there is: form, 登记 with a scan, intake sheet."""

import http.client
import io
import re
from typing import Any

import openpyxl
from werkzeug.test import EnvironBuilder

from tests.conftest import POLICY
from tests.servers.waiting import MOST_SECONDS
from tests.worlds.attached_files import with_part
from tests.worlds.letters import PNG, TYPED
from tests.worlds.officers import PASSWORD

CITIZEN = {"name": "宇文拓跋", "phone": "13907191357", "email": "planted.person@example.org"}
SENDER = {"name": "欧阳慕容", "contact": "13907192468 车城路九十七号"}
LISTED = ("令狐东方", None, "13907193579", "planted.letter@example.org", "样例新村三号楼")
PASTED = "来信人是退休职工"
"""What stands above the points of a pasted letter: it is not entered."""
PERSONAL = (
    *CITIZEN.values(), SENDER["name"], *SENDER["contact"].split(),
    *(each for each in LISTED if each), PASTED, "PLANTED-SCAN-TEXT", "planted-scan",
)  # fmt: skip
WHY = "为电话核实身份"
ACCUSATION = "某副局长收受礼金"
INTERNAL = (WHY, ACCUSATION)


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


def plant(port: int) -> None:
    """Send, enter and bring in; one comment goes to the inspector, all names are looked at."""
    _send(Visitor(port))
    heli, zhoumin = Visitor(port, "heli"), Visitor(port, "zhoumin")
    heli.posts("units", names="市财政局", due_on="2018-07-25")
    _enter(heli)
    _bring(heli)
    register = zhoumin.get(f"/desk/{POLICY}/register").decode()
    for comment, submission in re.findall(
        r'data-comment="(\w+)" data-submission="(\w+)"', register
    ):
        shown = zhoumin.posts(f"comments/{comment}/name", 200, why=WHY)
        assert any(name in shown for name in (CITIZEN["name"], SENDER["name"], LISTED[0]))
        if re.search(rf'class="yl-desk-said"[^>]*>{ACCUSATION}<', shown):
            page = zhoumin.get(f"/desk/{POLICY}/submissions/{submission}").decode()
            seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
            place = f"submissions/{submission}/elsewhere"
            zhoumin.posts(place, seen=seen, disposition="seal", reason=ACCUSATION)


def _send(citizen: Visitor) -> None:
    sent = {
        "version": "v1", "action": "submit", "participant": "person", "consent_notice": "on",
        "idempotency_key": "planted-form-0001", "comments[0].clause": "",
        "comments[0].stance": "suggest", "comments[0].body": "名额太少。",
    }  # fmt: skip
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

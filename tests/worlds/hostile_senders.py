"""Whoever sends hostile inputs by every door of the public, and looks at what became of them."""

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient
from sqlalchemy import select

from comments_service.domain.comments.submission import StoredSubmission
from comments_service.services.service import Service
from comments_service.store.comments import submissions
from comments_service.store.database.tables import submissions as rows
from comments_service.web.api.interface import description
from tests.conftest import POLICY, World
from tests.worlds.attached_files import picture, sent_file
from tests.worlds.contact_codes import MAIL
from tests.worlds.hostile_inputs import (
    BODIES,
    TEXTS,
    VALUES,
    HostileInput,
    as_kept,
    inputs,
    names,
    schema_fields,
    value_at,
    with_value,
    written,
)

_READING = {"get", "head", "options"}
_SELECTOR = {"type": "TextQuoteSelector", "exact": "技术", "prefix": "", "suffix": ""}
_SAID = {
    "stance": "suggest",
    "body": "好。",
    "proposed_text": "",
    "reason": "",
    "confidential": True,
}
_REVISED = {**_SAID, "selector": _SELECTOR}
_SENT = {
    "participant": "person", "name": "林晓芸", "phone": "13807281234", "email": "lin@example.test",
    "organisation": "", "uscc": "", "place": "", "guardian": "", "consent_notice": True,
    "notice_version": "", "consent_publish_name": False, "language": "en", "challenge": "",
    "comments": [{**_REVISED, "clause": "part_2"}],
}  # fmt: skip
BODY_OF: Mapping[str, Any] = {
    "createSubmission": _SENT,
    "reviseComment": _REVISED,
    "withdrawComment": None,
    "withdrawNameConsent": None,
    "makeRequest": {"kind": "access", "words": "", "comment": ""},
    "stopMessages": None,
    "sendContactCode": {"policy": POLICY, "email": "lin@example.test", "language": "en"},
    "uploadAttachment": {"policy": POLICY, "file": "a.png"},
}
"""For each operation that writes a body with all of its fields that is taken; None: it has none."""
# What such a refusal names itself, without a list of fields.
NAMED_BY_CODE = {
    "policy": {"unknown_policy"}, "version": {"wrong_version"}, "comment": {"unknown_comment"},
    "/comment_id": {"unknown_comment"}, "/receipt_no": {"unknown_receipt"},
    "/X-Query-Code": {"unknown_receipt"}, "/policy_id": {"unknown_policy"},
}  # fmt: skip
_HTTP = {"not_found", "address_too_long", "method_not_allowed"}
_LINES = {"body", "proposed_text", "reason", "exact", "prefix", "suffix", "words"}
_NOT_KEPT = {"challenge", "idempotency_key", "consent_notice", "type", "comment", "clause"}
_FORMS: Mapping[str, tuple[str, ...]] = {
    f"/forms/{POLICY}": (
        "version", "action", "participant", "organisation", "name", "phone", "email", "place",
        "guardian", "consent_notice", "consent_publish_name", "notice_version", "challenge",
        "idempotency_key", "asked_name", "policy", "comments[0].clause", "comments[0].body",
        "comments[0].proposed_text", "comments[0].reason", "comments[0].stance",
        "comments[0].confidential", "甲", "comments[99].body",
    ),
    "/receipts/": ("no", "code", "taken", "lang"),
    "/receipts/requests": ("no", "code", "kind", "words", "comment"),
    "/receipts/revision": (
        "no", "code", "comment", "stance", "body", "proposed_text", "reason", "confidential",
        "exact", "prefix", "suffix",
    ),
    "/receipts/withdrawal": ("no", "code", "comment", "sure"),
    "/receipts/name": ("no", "code"),
    "/receipts/messages": ("no", "code"),
    "/receipts/stop": ("m", "sure", "act"),
    "/forms/identity/start": ("policy", "version"),
    "/forms/identity/callback": ("state", "code", "error"),
}  # fmt: skip
"""The fields of each form of the public."""
_STAYS = {"name", "phone", "email", "place", "organisation", "guardian", "body", "proposed_text",
          "reason", "words"}  # fmt: skip


def writing() -> dict[str, tuple[str, str, Mapping[str, Any]]]:
    """Return each operation that writes by its id: (method, path, description)."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, operations in description()["paths"].items()
        for method, operation in operations.items()
        if method not in _READING
    }


def fields_of(operation: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of an operation: its parameters, then those of its body."""
    yield from (f"/{each['name']}" for each in operation["parameters"])
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from schema_fields(description(), content["schema"])


class HostileSender:
    """A client of a service without limits; each method yields what is wrong with an answer."""

    def __init__(self, world: World) -> None:
        free = {"YANLU_RATE_LIMIT": "off", "YANLU_CHALLENGE": "off", **MAIL}
        app = world.app(**free)
        self._service: Service = app.extensions["yanlu"]
        self._client: FlaskClient = app.test_client()
        self._world = world
        self._receipt = self._send()

    def asks(self, count: int) -> Iterator[str]:
        """Put so many inputs into the fields of all operations."""
        fields = [(name, field) for name, each in writing().items() for field in fields_of(each[2])]
        for each in inputs(fields, (*TEXTS, *VALUES), count):
            yield from (f"{each!r:.200}: {fault}" for fault in self._asked(each))

    def sends_no_json(self) -> Iterator[str]:
        """Send each operation that has a body such as is none."""
        for name, (method, path, _) in writing().items():
            for body in BODIES if BODY_OF[name] is not None else ():
                answer = self._client.open(
                    self._address(path, {}), method=method.upper(), data=body,
                    content_type="application/json", headers=self._code,
                )  # fmt: skip
                if answer.status_code not in {400, 413, 422}:
                    yield f"{name} {body[:60]!r}: {answer.status_code}"

    def fills_in(self, count: int) -> Iterator[str]:
        """Put so many texts into the fields of all forms."""
        fields = [(place, field) for place, names in _FORMS.items() for field in names]
        for each in inputs(fields, TEXTS, count):
            yield from (f"{each!r:.200}: {fault}" for fault in self._filled_in(each))

    @property
    def _code(self) -> dict[str, str]:
        return {"X-Query-Code": self._receipt["query_code"]}

    def _body(self, name: str) -> Any:
        if name != "createSubmission":
            return BODY_OF[name]
        own = {"policy": POLICY, "version": "v1"}
        return {**BODY_OF[name], **own, "idempotency_key": self._world.citizen()["idempotency_key"]}

    def _send(self) -> Any:
        """Send comments as anybody does, and return the answer."""
        sent = self._body("createSubmission")
        return self._client.post("/api/v1/submissions", json=sent).get_json()

    def _address(self, path: str, values: Mapping[str, str]) -> str:
        known = {
            "receipt_no": self._receipt["receipt_no"],
            "comment_id": self._receipt["comments"][0]["id"],
        }
        for name, value in {**known, **values}.items():
            written_out = quote(value.encode("utf-8", "surrogatepass"), safe="")
            path = path.replace(f"{{{name}}}", written_out)
        return path

    def _asked(self, given: HostileInput) -> Iterator[str]:
        method, path, operation = writing()[given.operation]
        if given.operation.startswith("withdraw"):
            self._receipt = self._send()
        headers, values, query, body = self._code, {}, "", self._body(given.operation)
        if given.field.startswith("/"):
            name = given.field[1:]
            text = given.value if isinstance(given.value, str) else repr(given.value)[:90]
            place = next(each["in"] for each in operation["parameters"] if each["name"] == name)
            if place == "header":
                # No header can hold these.
                headers = {
                    name: text.encode("ascii", "replace").decode().translate({10: 32, 13: 32})
                }
            elif place == "path":
                values = {name: text}
            else:
                query = "?" + urlencode({name: text}, errors="surrogatepass")
        else:
            body = with_value(body, given.field, given.value)
        sent: dict[str, Any] = {"method": method.upper(), "headers": headers}
        if "file" in (body or ()):
            # A form of this kind holds text alone, and no half of a character.
            plain = {n: str(v).encode("utf-8", "replace").decode() for n, v in body.items()}
            # Before the closing quotation mark a backslash would leave the header open.
            name = plain["file"][:200].translate({0: 46, 10: 46, 13: 46, 34: 46}).rstrip("\\")
            sent |= sent_file(name, picture(), plain["policy"])
        elif body is not None:
            sent |= {"data": written(body), "content_type": "application/json"}
        answer = self._client.open(self._address(path, values) + query, **sent)
        yield from self._judged(given, operation, body, answer)

    def _judged(
        self, given: HostileInput, operation: Mapping[str, Any], body: Any, answer: Any
    ) -> Iterator[str]:
        status, field = answer.status_code, given.field
        if status >= 500 or str(status) not in operation["responses"]:
            yield f"answered {status}"
        elif status < 300:
            if not field.startswith("/"):
                yield from self._unlike(given, body, answer.get_json())
        else:
            told = answer.get_json()
            own = "contact_code" if field.startswith("contact_code.") else field
            named = any(names(each["field"], own) for each in told["errors"])
            by_code = told["code"] in {"too_large", *NAMED_BY_CODE.get(field, ())}
            if not (named or by_code or (field.startswith("/") and told["code"] in _HTTP)):
                yield f"{status} {told['code']} names {[e['field'] for e in told['errors']]}"

    def _unlike(self, given: HostileInput, body: Any, told: Any) -> Iterator[str]:
        """Yield what of a field that was taken is not kept as it was sent."""
        name = given.field.rpartition(".")[2]
        if name in _NOT_KEPT or not isinstance(given.value, str):
            return
        kept = told
        if given.operation == "createSubmission":
            kept = self._kept(told["receipt_no"])
        path = f"comments[0].{given.field}" if given.operation == "reviseComment" else given.field
        sent, found = value_at(body, given.field), value_at(kept, path)
        if (found or "") != as_kept(sent, lines=name in _LINES):
            yield f"kept as {found!r:.200}"

    def _kept(self, number: str) -> dict[str, Any]:
        """Return a submission as the database has it, by the fields of the interface."""
        with self._service.database.read() as connection:
            own = select(rows.c.id).where(rows.c.receipt_no == number)
            found = submissions.by_id(
                connection, self._service.keyring, connection.execute(own).scalar_one()
            )
        assert found is not None
        return _as_sent(found)

    def _filled_in(self, given: HostileInput) -> Iterator[str]:
        if given.operation == "/receipts/withdrawal":
            self._receipt = self._send()
        # A person has none.
        body = {"participant": "organisation"} if given.field == "organisation" else {}
        for kind, encoded in _ENCODED.items():
            # With files comes one form alone.
            if kind == _URLENCODED or given.operation == f"/forms/{POLICY}":
                sent = encoded({**self._form(given.operation), **body, given.field: given.value})
                answer = self._client.post(given.operation, data=sent, content_type=kind)
                yield from (f"{kind}: {each}" for each in self._told(given, answer))

    def _told(self, given: HostileInput, answer: Any) -> Iterator[str]:
        """Yield what is wrong with the answer to a form."""
        status, name = answer.status_code, given.field.rpartition(".")[2]
        if status not in {200, 201, 400, 404, 409, 413, 422}:
            yield f"answered {status}"
        typed, page = (as_kept(text, lines=False) for text in (given.value, answer.text))
        if status == 422 and name in _STAYS and typed not in html.unescape(page):
            yield "what was typed is gone"
        if status == 201 and "/forms/" in given.operation and name in _STAYS:
            number = answer.text.split('name="no" value="')[1].split('"')[0]
            found = value_at(self._kept(number), given.field) or ""
            if as_kept(found, lines=False).strip() != typed.strip():
                yield f"kept as {found!r:.200}"

    def _form(self, place: str) -> dict[str, str]:
        """Return the fields of a form with which it is taken."""
        shown = {"no": self._receipt["receipt_no"], "code": self._receipt["query_code"]}
        about = {**shown, "comment": self._receipt["comments"][0]["id"]}
        filled: dict[str, dict[str, str]] = {
            f"/forms/{POLICY}": {
                **{name: str(_SENT[name]) for name in ("participant", "name", "phone", "email")},
                "version": "v1", "consent_notice": "on", "comments[0].stance": "suggest",
                "comments[0].body": "好。", "asked_name": "匿名",
                "idempotency_key": self._world.citizen()["idempotency_key"],
            },
            "/receipts/requests": {**shown, "kind": "access"},
            "/receipts/revision": {**about, "stance": "suggest", "body": "好。"},
            "/receipts/withdrawal": about,
        }  # fmt: skip
        return filled.get(place, shown)


def _in_parts(fields: Mapping[str, str]) -> bytes:
    """Return a form as it comes with files; the library's own takes no half characters."""
    head = b'--yl\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    said = ((n.encode(), text.encode("utf-8", "surrogatepass")) for n, text in fields.items())
    return b"".join(head % each for each in said) + b"--yl--\r\n"


_URLENCODED = "application/x-www-form-urlencoded"
_ENCODED: Mapping[str, Callable[[Mapping[str, str]], str | bytes]] = {
    _URLENCODED: partial(urlencode, errors="surrogatepass"),
    "multipart/form-data; boundary=yl": _in_parts,
}


def _as_sent(found: StoredSubmission) -> dict[str, Any]:
    own = {name: getattr(found, name) for name in ("policy", "version", "language")}
    own |= {"participant": found.participant.value, "notice_version": found.notice_version}
    comments = [
        {name: getattr(each, name) for name in _SAID}
        | {"selector": asdict(each.selector) if each.selector else None}
        for each in found.comments
    ]
    return {**own, **found.personal.content(), "comments": comments}

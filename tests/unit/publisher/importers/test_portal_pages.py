"""Pages in the forms of ten portals, each with six kinds of documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.unit.publisher.importers.conftest import Importing

FORMS = sorted((Path(__file__).parents[3] / "data" / "portal").glob("*.html"))
CITY, OFFICE, BUREAU = "临江市人民政府", "临江市人民政府办公室", "临江市城市管理局"
DAY = "2026年5月6日"
RULES = (
    "第一条　为了规范停车，制定本办法。", "第二条　本办法适用于本市。",
    "第三条　本办法自2026年7月1日起施行。",
)  # fmt: skip
ASKING = "关于公开征求《临江市停车管理办法（征求意见稿）》意见的公告"


@dataclass(frozen=True)
class Document:
    """A document as a page has it, and what is to be found."""

    name: str
    page_title: str
    number: str
    issuer: str
    body: Sequence[str]
    title: str
    kind: str = "document"
    label: str = ""
    notice: str | None = None
    first: str = ""


OPINION = Document(
    "opinion", f"{CITY}关于加强停车管理的意见", "临政发〔2026〕9号", CITY,
    (
        "各县（市、区）人民政府：", "为规范停车秩序，提出以下意见。", "一、总体要求", "坚持便民。",
        "二、工作任务", "（一）摸清底数。", CITY, DAY, "（此件公开发布）",
    ),
    f"{CITY}关于加强停车管理的意见", first="各县（市、区）人民政府：",
)  # fmt: skip
RULE = Document(
    "rules", "临江市停车管理办法（试行）", "临政规〔2026〕3号", CITY, RULES,
    "临江市停车管理办法（试行）", first=RULES[0],
)  # fmt: skip
DRAFT = Document(
    "draft", ASKING, "", BUREAU,
    (
        "为规范停车，我局起草了《临江市停车管理办法（征求意见稿）》，现公开征求意见。",
        "一、征求意见时间：2026年5月6日至2026年6月6日。",
        "二、可将意见发至电子邮箱：tingche@example.cn。",
        BUREAU, DAY, "附件", "临江市停车管理办法", "（征求意见稿）", *RULES,
    ),
    "临江市停车管理办法", "consultation", "征求意见稿", ASKING, RULES[0],
)  # fmt: skip
ORDER = Document(
    "order", "临江市停车管理办法", "临江市人民政府令第12号", CITY,
    (
        "临江市人民政府令", "第12号",
        "《临江市停车管理办法》已经市人民政府第8次常务会议审议通过，现予公布，自2026年7月1日起施行。",
        "市长　张某某", DAY, "临江市停车管理办法", "第一章　总则", *RULES,
    ),
    "临江市停车管理办法", notice="临江市人民政府令", first="第一章　总则",
)  # fmt: skip
CARRIED = Document(
    "carried", f"{OFFICE}关于印发临江市停车治理方案的通知", "临政办发〔2026〕21号", OFFICE,
    (
        "各区人民政府，市政府各部门：",
        "《临江市停车治理方案》已经市政府同意，现印发给你们，请认真组织实施。",
        OFFICE, DAY, "临江市停车治理方案", "为治理停车乱象，制定本方案。",
        "一、目标", "三年建成车位一万个。", "二、措施",
    ),
    "临江市停车治理方案", notice=f"{OFFICE}关于印发临江市停车治理方案的通知",
    first="为治理停车乱象，制定本方案。",
)  # fmt: skip
REPLY = Document(
    "reply", "对市政协六届三次会议第46号提案的答复", "临城管函〔2026〕7号", BUREAU,
    (
        "李某某委员：", "您提出的关于增加车位的提案收悉，现答复如下：", "一、已建车位八百个。",
        "二、将再建车位两千个。", "感谢您的关心。", BUREAU, DAY,
    ),
    "对市政协六届三次会议第46号提案的答复", "reply", first="李某某委员：",
)  # fmt: skip
DOCUMENTS = (OPINION, RULE, DRAFT, ORDER, CARRIED, REPLY)


def page(form: Path, document: Document) -> bytes:
    """Fill a form; ``title-twice`` has the title again, broken in two, above the text."""
    half = len(document.page_title) // 2
    values = {
        "title": document.page_title, "number": document.number, "issuer": document.issuer,
        "index": "011071002/2026-00012", "subject": "城市管理", "written": "2026年5月6日",
        "issued": "2026-05-08", "body": "".join(f"<p>{line}</p>" for line in document.body),
        "broken": f"{document.page_title[:half]}<br>{document.page_title[half:]}",
    }  # fmt: skip
    text = form.read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text.encode("gb18030" if "gb2312" in text else "utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.stem)
def test_a_page_is_read_right(imported: Importing, form: Path, document: Document) -> None:
    outcome = imported("page.html", page(form, document))
    data = outcome.data("policy.yml")
    assert (data["title"], data.get("kind", "document")) == (document.title, document.kind)
    assert data.get("doc_no", "") == document.number
    assert data["issuer"] == document.issuer
    assert data["issued_on"] == date(2026, 5, 8)
    signed = document.kind != "consultation" and DAY in document.body
    has_day = signed or "written" in form.read_text("utf-8")
    assert not has_day or data["written_on"] == date(2026, 5, 6)
    (label,) = [each.get("label", "") for each in data.get("versions", [])] or [""]
    assert label == document.label
    lines = outcome.lines()
    assert lines[0].removeprefix("# ").removesuffix("（征求意见稿）") == document.title
    assert lines[1] == document.first
    assert lines[-1] == document.body[-1]
    has_notice = (outcome.folder / "notice.md").exists()
    assert has_notice == (document.notice is not None)
    if has_notice:
        assert outcome.lines("notice.md")[0] == f"# {document.notice}"
    if document.kind == "consultation":
        (window,) = data["windows"]
        assert (window["opens"], window["closes"]) == (date(2026, 5, 6), date(2026, 6, 6))
        assert data["channels"] == [{"kind": "email", "to": "tingche@example.cn"}]


def test_there_are_ten_forms_and_sixty_pages() -> None:
    assert len(FORMS) * len(DOCUMENTS) == 60

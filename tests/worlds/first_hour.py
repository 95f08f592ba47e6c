"""The Word files of an official's first hour: 公告, draft, 起草说明 and two annexes in one file.

The second file is what became of the draft after the consultation.
"""

from tests.worlds.word_files import cell, docx, paragraph, row, run

TITLE = "江城市停车管理办法"
_CENTRE = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'
_LARGE = '<w:b/><w:sz w:val="44"/>'
_SMALL = '<w:sz w:val="32"/>'
_PAGE = '<w:r><w:br w:type="page"/></w:r>'


def _title(*lines: str) -> str:
    return "".join(paragraph(run(line, _LARGE), _CENTRE) for line in lines)


def _lines(*lines: str) -> str:
    return "".join(paragraph(run(line, _SMALL)) for line in lines)


def _signed(unit: str, day: str) -> str:
    return paragraph(run(unit, _SMALL), _RIGHT) + paragraph(run(day, _SMALL), _RIGHT)


def _table(*rows: tuple[str, ...]) -> str:
    return f"<w:tbl>{''.join(row(*map(cell, each)) for each in rows)}</w:tbl>"


_NOTICE = (
    _title("江城市城市管理局关于公开征求《江城市停车管理办法（征求意见稿）》意见的公告")
    + _lines(
        "为规范停车管理，我局起草了《江城市停车管理办法（征求意见稿）》，现向社会公开征求意见。"
        "征求意见时间为2026年4月3日至2026年5月8日，可通过以下方式提出意见：",
        "1.电子邮件：tcgl@example.org；",
        "2.信函：江城市柳林路15号江城市城市管理局，邮编442000；",
        "3.联系电话：0719-8651234。",
    )
    + _signed("江城市城市管理局", "2026年4月3日")
    + paragraph(_PAGE)
)
_FIRST = (
    "第一章　总则",
    "第一条　为了规范停车秩序，根据有关法律法规，结合本市实际，制定本办法。",
    "第二条　本办法适用于本市城市规划区内停车场的规划、建设、使用和管理。",
    "第二章　收费",
    "第三条　停车收费实行分区定价，具体标准见附件1。",
    "第四条　残疾人专用机动车停放免费，申请材料见附件2。",
    "第五条　本办法自2026年10月1日起施行。",
)
_SECOND = (
    "第一章　总则",
    "第一条　为了规范停车秩序，根据有关法律法规，结合本市实际，制定本办法。",
    "第二条　本办法适用于本市城市规划区内停车场的规划、建设、使用和管理。",
    "第三条　停车场应当按照规定配建充电设施。",
    "第二章　收费",
    "第四条　停车收费实行分区定价，具体标准见附件1。",
    "第五条　停放残疾人专用机动车的，不收停车费，材料见附件2。",
    "第六条　本办法自2026年10月1日起施行。",
)
_ANNEXES = (
    _lines("附件1")
    + _title("停车收费标准")
    + _table(("区域", "每小时"), ("一类区", "4元"), ("二类区", "2元"))
    + _lines("附件2")
    + _title("免费停放申请材料")
    + _lines("1.残疾人证；", "2.机动车行驶证。")
    + paragraph(_PAGE)
)
_EXPLANATION = _title("关于《江城市停车管理办法（征求意见稿）》的起草说明") + _lines(
    "一、起草背景",
    "近年来本市机动车保有量增长较快，停车供需矛盾突出。",
    "二、主要内容",
    "办法共二章五条，规定了停车场的建设和收费。",
)


def first_file() -> bytes:
    """Return 公告, 征求意见稿, annexes and 起草说明 in one Word file."""
    label = paragraph(run("（征求意见稿）", _SMALL), _CENTRE)
    return docx(_NOTICE + _title(TITLE) + label + _lines(*_FIRST) + _ANNEXES + _EXPLANATION)


def second_file() -> bytes:
    """Return the text as it is handed in for decision, with its annexes."""
    label = paragraph(run("（送审稿）", _SMALL), _CENTRE)
    return docx(_title(TITLE) + label + _lines(*_SECOND) + _ANNEXES)

"""The dictionary of the exports (字段说明): every column of every table, once.

The writers take names and order from here, so a column that is not explained cannot be
written, and one that is never written cannot be explained. Words are Chinese, translated
where they are written in another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.citation import WHOLE_TEXT
from comments_service.domain.register import code_words
from interface.language import LANGUAGES, Language, language
from interface.names import ASSURANCE_NAMES

TYPES = {
    "text": "文本",
    "integer": "整数",
    "boolean": "是否",
    "date": "日期",
    "date-time": "时刻",
    "json": "JSON 文本",
}
EDITION_NAMES = {"public": "公开版", "restricted": "内部版", "public,restricted": "公开版、内部版"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``type`` is of ``TYPES``, ``codes`` has the words of values that are codes.

    ``optional``: a row may have nothing there, which is not the same as an empty text.
    """

    name: str
    label: str
    meaning: str
    type: str = "text"
    unit: str = ""
    width: int = 12
    restricted: bool = False
    optional: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)


def count_column(name: str, label: str, unit: str, meaning: str, width: int = 10) -> Column:
    """Return a column of counts."""
    return Column(name, label, meaning, "integer", unit, width)


_AS_OF = Column("as_of", "统计时点", "数据截至的时刻（北京时间）", "date-time", width=20)
_LOG_SIZE = count_column("log_size", "截至记录号", "条", "登记库当时共有多少条记录，数据包含这全部")
_POLICY = Column("policy", "文件标识", "征求意见文件在网站上的标识", width=28)
_WID = Column(
    "wid", "条款固定编号", "条款跨版本不变的编号；对全文的意见为空", width=20, optional=True
)
_EID = Column(
    "eid", "条款锚点", "条款在该版本页面上的锚点；对全文的意见为空", width=24, optional=True
)
_CITATION = Column(
    "citation", "条款", "条款的规范引用；对全文的意见写“全文”", width=14,
    codes={WHOLE_TEXT: WHOLE_TEXT},
)  # fmt: skip
_SUBMISSIONS = count_column("submissions", "来件数", "件", "一人一次提交为一件，一件可含多条意见")
_COMMENTS = count_column("comments", "意见数", "条", "意见条数")
_PARTICIPANTS = count_column("participants", "参与人数", "人", "不同的参与人，重复提交只计一次")
_WITHDRAWN = count_column("withdrawn", "撤回", "条", "参与人撤回的意见条数，不计入立场")
_KIND = Column(
    "participant", "参与人类别", "以什么身份提出意见", width=11, codes=code_words.PARTICIPANTS
)

MANIFEST = (
    _POLICY,
    Column("title", "文件名称", "征求意见文件的名称", width=42),
    Column("edition", "版别", "公开版脱敏，内部版含姓名和联系方式", codes=EDITION_NAMES),
    _AS_OF,
    _LOG_SIZE,
    Column("versions", "文本版本", "导出所涉的文本版本及其校验值", "json", width=42),
    Column("windows", "征求意见期限", "各轮征求意见的起止时刻，止时不含在内", "json", width=42),
    Column(
        "time_zone", "时区", "所有时刻和日期所用的时区", width=16,
        codes={"Asia/Shanghai": "北京时间"},
    ),
    Column(
        "names_withdrawn_on", "最近撤回公开姓名", width=16, type="date",
        meaning="有提意见者撤回公开姓名同意的最近一日；此日及以前导出的，以此后导出的为准",
    ),
    Column("filter", "筛选条件", "导出时所用的筛选条件；JSON 中空对象为全部", "json", width=42),
    Column("rows", "行数", "本次导出各表的行数", "json", "行", width=42),
)  # fmt: skip

TALLY = (
    _POLICY,
    _AS_OF,
    _LOG_SIZE,
    _SUBMISSIONS,
    _COMMENTS,
    count_column("participants", "参与人数", "人", "不同的参与人，不含机关单位"),
    count_column("departments", "机关单位数", "个", "提出书面意见的机关单位，另行统计，不计入人数"),
    _WITHDRAWN,
)

BY_CLAUSE = (
    _WID,
    _EID,
    _CITATION,
    _COMMENTS,
    _PARTICIPANTS,
    _WITHDRAWN,
    count_column("support", "支持", "条", "立场为支持的意见条数"),
    count_column("oppose", "反对", "条", "立场为反对的意见条数"),
    count_column("suggest", "建议", "条", "立场为建议的意见条数"),
    count_column("question", "疑问", "条", "立场为疑问的意见条数"),
)

BY_DAY = (
    Column("day", "日期", "收到意见的日期（北京时间）", "date", width=14),
    _SUBMISSIONS,
    _COMMENTS,
    _PARTICIPANTS,
)

BY_PARTICIPANT = (
    _KIND,
    _SUBMISSIONS,
    _COMMENTS,
    count_column("participants", "参与数", "人（个）", "该类别中不同的参与人；机关单位为单位个数"),
)

COMMENTS = (
    Column("receipt_no", "回执编号", "来件的回执编号", width=13),
    Column("comment_id", "意见编号", "一条意见的唯一编号", width=36),
    Column("received_at", "收到时刻", "系统收到来件的时刻（北京时间）", "date-time", width=20),
    _WID,
    _EID,
    Column("version", "文本版本", "意见所针对的文本版本", width=10),
    _CITATION,
    Column("clause_text", "条款原文", "提交意见时该条款的编号、标题和正文", width=42),
    Column("selected_text", "选定文字", "意见所针对的条款中的文字；对整条的意见为空", width=26),
    Column("stance", "立场", "对条款的立场", width=9, codes=code_words.STANCES),
    Column("body", "意见原文", "所提意见，未作改动；公开版中已撤回的为空", width=50),
    Column("proposed_text", "建议修改为", "参与人建议的条文", width=28),
    Column("reason", "理由", "参与人所述理由", width=20),
    Column("name", "姓名", "参与人姓名；公开版按规则脱敏，同意公开的除外", width=10),
    _KIND,
    Column("channel", "渠道", "意见从何而来", width=10, codes=code_words.CHANNELS),
    Column("state", "办理状态", "意见办到哪一步", codes=code_words.COMMENT_STATES),
    Column(
        "disposition", "采纳情况", "尚未确定的为空", width=10, optional=True,
        codes=code_words.DISPOSITIONS,
    ),
    Column("answer", "答复理由", "已发布的理由；尚未发布的为空", width=26),
    Column("summary", "公开摘要", "主办单位所拟的意见摘要；没有的为空", width=26),
    Column("to_citation", "体现条款", "采纳的意见体现在哪一条款；没有写明的为空", width=14),
    Column("later", "后续文件", "拟在哪一后续文件中体现；没有的为空", width=16),
    Column("organisation", "单位名称", "参与人所在单位；公开版按规则脱敏", width=15),
    Column("place", "所在地", "参与人所在地；公开版只到县（市、区）", width=10),
    Column("consent_publish_name", "同意公开姓名", "参与人单独同意公开姓名或名称", "boolean"),
    Column("confidential", "请勿公开", "参与人声明含商业秘密，请勿公开", "boolean"),
    Column(
        "withheld", "未公开原因", "内容为何隐去；未隐去的为空", width=11,
        codes=code_words.WITHHELD_FOR,
    ),
    Column("attachments", "附件", "附件的文件名，一行一个", width=26, restricted=True),
    Column(
        "attachment_text", "附件中的文字", "从附件中读出的文字；图片和未能读取的为空", width=50,
        restricted=True,
    ),
    Column(
        "automatic", "疑似自动提交", "多人的文字相同，或者打开表单后立即提交；只作提示", "boolean",
        restricted=True,
    ),
    Column(
        "assurance", "实名方式", "对参与人身份核实到什么程度", width=14, restricted=True,
        codes=ASSURANCE_NAMES,
    ),
    Column(
        "phone", "电话", "参与人电话（E.164），有分机的在“转”后写分机号", width=18, restricted=True,
    ),
    Column("email", "电子邮箱", "参与人电子邮箱", width=28, restricted=True),
    Column("uscc", "统一社会信用代码", "单位的统一社会信用代码", width=24, restricted=True),
    Column(
        "guardian", "监护人姓名", "未满14周岁的参与人的监护人；没有的为空", width=14,
        restricted=True,
    ),
)  # fmt: skip

RECONCILIATION = (
    Column(
        "unit", "核对对象", "核对的是来件还是意见", width=14,
        codes={"submissions": "来件", "comments": "意见"},
    ),
    count_column("received", "收到", "件（条）", "收到的全部，应等于以下各项之和"),
    count_column("withdrawn", "撤回", "件（条）", "参与人撤回的"),
    count_column("invalid", "无效", "件（条）", "认定为无效的"),
    count_column("transferred", "转送", "件（条）", "转办其他部门或转送信访部门的"),
    count_column("unresolved", "待定", "件（条）", "尚无已发布的采纳情况的"),
    count_column("withheld", "不公开", "件（条）", "已有采纳情况而内容不公开的"),
    count_column("published", "已公开", "件（条）", "内容和采纳情况均已公开的"),
    Column(
        "withheld_by_reason", "不公开原因分项", "不公开数按原因分列", "json", width=28,
        codes=code_words.WITHHELD_FOR,
    ),
    Column("balanced", "勾稽相符", "来件和意见的收到数均等于各项之和", "boolean"),
)  # fmt: skip

DICTIONARY = (
    Column("table", "表", "字段所在的表：JSON 中为键，XLSX 中为工作表（意见明细写满后另起一张）"),
    Column("name", "字段", "字段名，各种格式一致；XLSX 中写在表头单元格的批注里", width=22),
    Column("label", "名称", "字段的名称，XLSX 中为表头", width=18),
    Column("meaning", "含义", "字段的含义和取值：代码及其文字，XLSX 中写文字", width=60),
    Column(
        "type", "类型",
        "JSON 和 CSV 中日期、时刻按 RFC 3339 书写，XLSX 中为北京时间的日期值。"
        "无值在表格中为空单元格。"
        "CSV 中的文本（不计开头的空白）以 = + - @ ＝ ＋ － ＠ 开头，或以空白控制字符、"
        "撇号 ' 开头的，前面加一个撇号以防被当作公式，去掉这一个撇号即为原文。"
        "XLSX 中的文本一律不作公式；单元格最多32767个字符，超出部分截去并注明，JSON 中为全文。",
        codes=TYPES,
    ),
    Column("unit", "单位", "数量的单位", width=10),
    Column("editions", "版别", "含有该字段的版别", width=18, codes=EDITION_NAMES),
)  # fmt: skip

TABLES: dict[str, tuple[Column, ...]] = {
    "manifest": MANIFEST,
    "tally": TALLY,
    "by_clause": BY_CLAUSE,
    "by_day": BY_DAY,
    "by_participant": BY_PARTICIPANT,
    "reconciliation": RECONCILIATION,
    "dictionary": DICTIONARY,
    "comments": COMMENTS,
}


def columns(table: str, edition: str) -> tuple[Column, ...]:
    """Return the columns of a table in the edition (public, restricted), in order."""
    return tuple(c for c in TABLES[table] if edition == "restricted" or not c.restricted)


def dictionary(edition: str, spoken: Language | None = None) -> list[dict[str, Any]]:
    """Return a row for each column of the edition, in the columns of ``DICTIONARY``."""
    spoken = spoken or language(LANGUAGES[0])
    return [
        {
            "table": table, "name": column.name, "label": header(column, spoken),
            "meaning": _meaning_and_codes(column, spoken), "type": column.type,
            "unit": spoken.translate(column.unit),
            "editions": "restricted" if column.restricted else "public,restricted",
        }
        for table in TABLES
        for column in columns(table, edition)
    ]  # fmt: skip


def header(column: Column, spoken: Language) -> str:
    """Return a column's label in a language."""
    words = spoken.translate(column.label)
    return words[:1].upper() + words[1:]


def meaning(column: Column, spoken: Language) -> str:
    """Return what a column means, in a language."""
    words = spoken.translate(column.meaning)
    return words[:1].upper() + words[1:]


def _meaning_and_codes(column: Column, spoken: Language) -> str:
    single = {code: word for code, word in column.codes.items() if code != word and "," not in code}
    codes = [f"{code} {spoken.translate(word)}" for code, word in single.items()]
    if not codes:
        return meaning(column, spoken)
    listed = spoken.translate("，").join(codes)
    return spoken.translate(
        "%(meaning)s（%(codes)s）", meaning=meaning(column, spoken), codes=listed
    )


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet for a table, columns ``first`` in front; how many are ``frozen`` and ``printed``."""

    name: str
    table: str
    first: tuple[str, ...] = ()
    frozen: int = 0
    printed: int | None = None

    def columns(self, edition: str) -> tuple[Column, ...]:
        """Return the columns of the edition in the order of the sheet."""
        found = {column.name: column for column in columns(self.table, edition)}
        return tuple(found[name] for name in dict.fromkeys((*self.first, *found)))


OVERVIEW = "概览"
PLANS = (
    SheetPlan(
        "意见明细", "comments", frozen=2, printed=16,
        first=(
            "receipt_no", "citation", "stance", "body", "proposed_text", "reason", "name",
            "participant", "organisation", "place", "channel", "received_at", "disposition",
            "answer", "to_citation", "withheld", "summary", "later", "clause_text",
            "selected_text", "state",
        ),
    ),
    SheetPlan("分条款", "by_clause", first=("citation",), frozen=1),
    SheetPlan("分日", "by_day", frozen=1),
    SheetPlan("分主体", "by_participant", frozen=1),
    SheetPlan("勾稽核对", "reconciliation", frozen=1),
    SheetPlan("字段说明", "dictionary", first=("table", "label", "name")),
)  # fmt: skip
SHEET_OF_TABLE = {
    "manifest": OVERVIEW,
    "tally": OVERVIEW,
    **{plan.table: plan.name for plan in PLANS},
}

"""The words of the sheets by which comments come in: 征求意见表 of units, 来件登记表."""

import re

from comments_service.domain.comments.submission import WEB
from comments_service.domain.register.code_words import CHANNELS, PARTICIPANTS
from comments_service.exports.sheet import SheetColumn

UNIT_SHEET = "征求意见表"
UNIT_KEY = "核对码（征求意见，请勿改动）"
POINT, PROPOSED, REASON = 3, 4, 5
UNIT_COLUMNS = (
    SheetColumn("序号", 8),
    SheetColumn("条款", 20),
    SheetColumn("条款内容", 60),
    SheetColumn("意见", 44, fill=True),
    SheetColumn("建议改为", 36, fill=True),
    SheetColumn("理由", 30, fill=True),
    SheetColumn(UNIT_KEY, 10, hidden=True),
)
UNIT_ROW, REPLY_ROW, WHOLE_ROW = "unit", "reply", "whole"
UNIT_ROWS = {
    UNIT_ROW: ("反馈单位", "请在右边填写单位全称，不要写联系人的姓名和电话"),
    REPLY_ROW: ("有无意见", "没有意见的，在右边选“无意见”；有意见的空着，在下面各行填写"),
    WHOLE_ROW: ("全文", "对全文的意见"),
}
GAP, NO_OPINION = "　", "无意见"
UNIT_LINE = "请填黄色列，灰色列请勿改动"
DUE = "请于{}年{}月{}日前反馈"

INTAKE_SHEET = "来件登记表"
LETTER = "来件号"
INTAKE_LINE = "同一来件填同一个来件号，一条意见一行；从第二行起，来件各栏可以空着。网页意见不用登记"
ENTERED = {word: code for code, word in CHANNELS.items() if code != WEB}
KINDS = {word: code for code, word in PARTICIPANTS.items()}
INTAKE_COLUMNS = (
    SheetColumn(LETTER, 9, fill=True, note="自己编的号，如 1、2。同一来件的各条意见填同一个号。"),
    SheetColumn("渠道", 12, fill=True, choices=tuple(ENTERED), note="从列表里选。"),
    SheetColumn("寄出日期", 13, fill=True, note="邮戳或发出的日期，如 2018-07-16。不知道的空着。"),
    SheetColumn("收到日期", 13, fill=True, note="如 2018-07-17。"),
    SheetColumn("身份", 12, fill=True, choices=tuple(KINDS), note="从列表里选。"),
    SheetColumn("姓名", 12, fill=True, note="个人填姓名；单位填联系人，没有的空着。"),
    SheetColumn("单位名称", 22, fill=True, note="企业、组织、机关单位必填。"),
    SheetColumn("电话", 16, fill=True),
    SheetColumn("电子邮箱", 20, fill=True),
    SheetColumn("所在地", 16, fill=True, note="省、市、县（区）。"),
    SheetColumn("条款", 18, fill=True, note="如：第三部分（一）第1项。对全文的意见空着。"),
    SheetColumn("意见", 44, fill=True),
    SheetColumn("建议改为", 30, fill=True),
    SheetColumn("理由", 26, fill=True),
)
INTAKE_FIELDS = (
    "number", "channel", "posted_on", "received_on", "kind", "name", "organisation", "phone",
    "email", "place", "clause", "body", "proposed_text", "reason",
)  # fmt: skip
"""What each column is called among the fields of an entry and its points."""
DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")

"""The words of 意见采纳情况表: a sheet is Chinese in every language, and is read by its words."""

from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.exports.sheet import SheetColumn

SHEET = "意见采纳情况表"
POSITION = "序号"
LATER = "拟在后续文件中体现"
LATER_MARK = f"{LATER}："
AFTER_LATER = "：:，, 　"
KEY_LABEL = "核对码（请勿改动）"
COLUMNS = (
    SheetColumn(POSITION, 8),
    SheetColumn("号", 9),
    SheetColumn("条款", 18),
    SheetColumn("意见内容", 44),
    SheetColumn("反馈人", 18),
    SheetColumn("渠道", 11),
    SheetColumn("收到日期", 17),
    SheetColumn(
        "采纳情况", 15, fill=True, choices=tuple(DISPOSITIONS.values()),
        note="从列表里选。除“采纳”外，都要在J列写理由。",
    ),
    SheetColumn(
        "体现在", 18, fill=True,
        note="采纳、部分采纳的，写体现这条意见的条款，如：第三部分（一）第1项，或三、（一）1。"
        f"以后的文件里体现的，写“{LATER}：”，后面写说明。暂时定不下来的可以空着，印发前补上。",
    ),
    SheetColumn(
        "理由（除采纳外必填）", 34, fill=True,
        note="为什么这样处理。除“采纳”外必填，公布后意见人可以看到。",
    ),
    SheetColumn(
        "公开摘要", 18, fill=True,
        note="可以不填。填了，公布时用它代替意见原文，并注明是摘要。",
    ),
    SheetColumn(KEY_LABEL, 10, hidden=True),
)  # fmt: skip
NUMBER, CLAUSE, DISPOSITION, CARRIED, REASON, SUMMARY, KEY = 1, 2, 7, 8, 9, 10, 11
FILLED = (DISPOSITION, CARRIED, REASON, SUMMARY)

NAME, WHEN, COUNT, GAP = "{}（{}）", "{}导出", "{}条", "　"
FILL_YELLOW = "请填黄色列，灰色列请勿改动"
UNEXPLAINED = '=AND($H4<>"",$H4<>"采纳",LEN(TRIM($J4))=0)'
CARRIED_NOWHERE = '=AND(OR($H4="采纳",$H4="部分采纳"),LEN(TRIM($I4))=0)'
WITHHELD = "〔{}〕"
HOW_MANY = "意见（条）"
PROPOSED, BECAUSE = "建议改为：", "理由："
NOT_YET = "未填"
TOTAL = "合计"
BY_CLAUSE, BY_CHANNEL, BY_DAY = "按条款", "按渠道", "按日"
BALANCE, HOW_TO = "核对", "填表说明"
BALANCED, NOT_BALANCED = "相符", "不符，请先查明再使用本表"
BALANCE_ROWS = {
    "received": "收到", "withdrawn": "撤回", "invalid": "无效", "transferred": "转办、转送",
    "unresolved": "待定（采纳情况尚未公布）", "withheld": "不公开", "published": "已公布",
}  # fmt: skip
BALANCE_HEADS = ("项目", "来件（件）", HOW_MANY)
SUM_OF_PARTS, IN_THE_SHEET = "以上各项（收到除外）之和", "本表所列"
STEPS = (
    "只填黄色的四列：采纳情况、体现在、理由、公开摘要。灰色的列请勿改动，导入时逐格核对。",
    f"采纳情况从列表里选：{'、'.join(DISPOSITIONS.values())}。暂不处理的空着，可以分几次填。",
    "除“采纳”外都要写理由。没写理由的格子显示为红色。",
    "采纳、部分采纳的，在“体现在”里写条款，如“第三部分（一）第1项”或“三、（一）1”。",
    f"以后的文件里体现的，写“{LATER}：”和说明。没写的格子显示为橙色，印发前须补上。",
    "公开摘要可以不填；填了，公布时用它代替意见原文。",
    "整行灰色的已经公布，要更正请在网页上办理。",
    "可以筛选、调整列宽和行高。要排序，请先撤销工作表保护（没有密码），并对整张表一起排序。",
    "用 Excel、WPS、LibreOffice 都可以，请存为 .xlsx。请勿增删、移动列，请勿合并单元格、写公式。",
    "导入时先逐条列出改动，确认后才生效；有一处不对，全表都不导入，并指出是哪一格。",
    "导出之后别人在网页上改过的意见，不会被本表盖掉：导入时会指出来，请重新导出后再填。",
)  # fmt: skip

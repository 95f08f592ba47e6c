"""What states, kinds and the other values of the catalogue are called, in Chinese.

Pages of both halves and the scripts take the names from here. Other languages look them up.
"""

KIND_NAMES = {
    "consultation": "征求意见",
    "document": "政策文件",
    "interpretation": "政策解读",
    "reply": "建议提案答复",
    "commitments": "服务承诺",
    "news": "工作动态",
}

# Of a consultation, in the order of time.
STATE_NAMES = {
    "upcoming": "即将开始",
    "open": "征集中",
    "closed": "意见整理中",
    "answered": "已反馈",
    "issued": "已印发",
}

# Of one window.
WINDOW_NAMES = {
    "upcoming": STATE_NAMES["upcoming"],
    "open": STATE_NAMES["open"],
    "closed": "已截止",
}

VALIDITIES = ("有效", "修改", "废止", "失效")
VALIDITY_MARKS = {"修改": "已修改", "废止": "已废止", "失效": "已失效"}

# How a comment came.
CHANNEL_NAMES = {
    "web": "网页",
    "letter": "信函",
    "fax": "传真",
    "email": "电子邮件",
    "phone": "电话",
    "meeting": "座谈会",
    "counter": "现场",
    "official_letter": "公函",
    "questionnaire": "征询函",
    "visit": "走访",
    "referred": "热线转办",
}

# What the fields of a submission are called at their place, and where one is at fault.
FIELD_NAMES = {
    "clause": "针对的条款",
    "selector": "针对的文字",
    "body": "意见内容",
    "proposed_text": "建议修改为",
    "reason": "理由",
    "stance": "态度",
    "confidential": "含商业秘密，请勿公开",
    "participant": "以什么身份提出",
    "organisation": "单位名称",
    "name": "姓名",
    "identity": "身份核实",
    "phone": "电话",
    "email": "电子邮箱",
    "place": "所在县（市、区）",
    "guardian": "监护人姓名",
    "uscc": "统一社会信用代码",
    "contact_code": "邮箱验证码",
    "consent_notice": "个人信息处理告知书",
}

# How sure it is who sent a submission.
ASSURANCE_NAMES = {
    "declared": "自行申报",
    "contact_verified": "联系方式已核实",
    "identity_verified": "身份已核实",
}

# What a policy asks of those who comment by the web, where it asks for more than a name.
ASSURANCE_ASKED = {
    "contact_verified": "提交时要核实联系方式：请准备好电子邮箱，验证码会发到那里。",
    "identity_verified": "提交前要核实身份：请先登录核实本人身份。",
}

# Why an answered comment is not shown.
WITHHELD_NAMES = {"commercial_secret": "含商业秘密", "privacy": "涉及个人隐私"}

# What became of a clause in the next version, in the order in which changes are counted.
CHANGE_NAMES = {
    "edited": "有修改",
    "renumbered": "条序顺延",
    "moved": "移动",
    "new": "新增",
    "deleted": "已删除",
    "merged": "已并入",
    "split": "由分拆而来",
    "unsure": "待确认",
    "unchanged": "未变",
}

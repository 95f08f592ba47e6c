"""Chinese words for the codes in the data, in the order in which people are asked."""

from catalogue.results import Disposition
from catalogue.window import WindowState
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import WEB, Stance
from comments_service.domain.register.filter import WAITING
from comments_service.domain.states.comment_state import CommentProgress, Stage

STANCES: dict[str, str] = {
    Stance.SUGGEST: "建议",
    Stance.SUPPORT: "支持",
    Stance.OPPOSE: "反对",
    Stance.QUESTION: "疑问",
}
PARTICIPANTS: dict[str, str] = {
    ParticipantKind.PERSON: "个人",
    ParticipantKind.ORGANISATION: "企业或组织",
    ParticipantKind.DEPARTMENT: "机关单位",
}
WINDOW_STATES: dict[str, str] = {
    WindowState.UPCOMING: "即将开始",
    WindowState.OPEN: "征集中",
    WindowState.CLOSED: "已截止",
}
COMMENT_STATES: dict[str, str] = {
    CommentProgress.RECEIVED: "已登记",
    CommentProgress.SORTED: "已梳理",
    CommentProgress.STUDIED: "研究中",
    CommentProgress.DECIDED: "已定",
    CommentProgress.ANSWERED: "已反馈",
    CommentProgress.WITHDRAWN: "已撤回",
}
STAGES: dict[str, str] = {
    WAITING: "待答复",
    Stage.UNCHECKED: "待核对",
    Stage.STUDY: "待研究",
    Stage.REVIEW: "待审核",
    Stage.REVIEWED: "已审核",
    Stage.ASIDE: "无效、转送、撤回",
}
CHANNELS = {
    WEB: "网页",
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
DISPOSITIONS = {each.name.lower(): each.value for each in Disposition}
WITHHELD_FOR = {"commercial_secret": "含商业秘密", "privacy": "涉及个人隐私"}
ROLES: dict[str, str] = {
    Role.REGISTRAR: "登记",
    Role.HANDLER: "承办",
    Role.REVIEWER: "审核",
    Role.PUBLISHER: "发布",
    Role.SUPERVISOR: "督查",
    Role.ADMIN: "管理",
    Role.INSPECTOR: "纪检",
    Role.DRAFTER: "起草",
}

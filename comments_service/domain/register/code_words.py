"""Chinese words for the codes in the data, in the order in which people are asked."""

from catalogue.results import Disposition
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.domain.register.filter import WAITING
from comments_service.domain.states.comment_state import CommentProgress, Stage
from interface.names import CHANNEL_NAMES, WINDOW_NAMES, WITHHELD_NAMES

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
WINDOW_STATES = WINDOW_NAMES
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
CHANNELS = CHANNEL_NAMES
DISPOSITIONS = {each.name.lower(): each.value for each in Disposition}
WITHHELD_FOR = WITHHELD_NAMES
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

"""Chinese words for the codes in the data, in the order in which people are asked."""

from catalogue.results import Disposition
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.attachment import DOCX, PDF, HeldFor, TextState
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.domain.register.filter import WAITING
from comments_service.domain.register.submission_request import RequestKind, RequestState
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
REQUEST_KINDS: dict[str, str] = {
    RequestKind.ACCESS: "查阅、复制我的信息",
    RequestKind.CORRECTION: "更正、补充我的信息",
    RequestKind.ERASURE: "删除我的信息和意见",
    RequestKind.NOT_MINE: "这不是我提交的",
}
REQUEST_STATES: dict[str, str] = {
    RequestState.OPEN: "待答复",
    RequestState.GRANTED: "已办理",
    RequestState.RESTRICTED: "依法限制处理",
    RequestState.REFUSED: "不予办理",
}
FILE_TYPES = {DOCX: "Word文件", PDF: "PDF文件", "image/jpeg": "JPG图片", "image/png": "PNG图片"}
TEXT_STATES: dict[str, str] = {
    TextState.PENDING: "文字正在读取，请稍后刷新",
    TextState.EMPTY: "没有可以读取的文字，可能是照片或者扫描件",
    TextState.REFUSED: "未能读取文字",
}
HELD_FOR: dict[str, str] = {
    HeldFor.ACTIVE: "文件里有脚本、嵌入的文件或者指向别处的内容",
    HeldFor.LOCKED: "文件设有打开密码",
    HeldFor.DAMAGED: "文件不完整或者已经损坏",
    HeldFor.TOO_LARGE: "文件展开后过大",
    HeldFor.TOO_SLOW: "没有在10秒内读完",
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

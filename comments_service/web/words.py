"""States and other fixed words of the service's pages, in Chinese; ``Speech`` says them."""

from catalogue.states import Standing, State
from catalogue.window import WindowState
from comments_service.domain.reconciliation import State as CommentState
from comments_service.web.speech import Speech

STANCES = (("suggest", "建议"), ("support", "支持"), ("oppose", "反对"), ("question", "疑问"))
PARTICIPANTS = (("person", "个人"), ("organisation", "企业或组织"), ("department", "机关单位"))
WINDOW_STATES = {
    WindowState.UPCOMING: "即将开始",
    WindowState.OPEN: "征集中",
    WindowState.CLOSED: "已截止",
}
COMMENT_STATES = {
    CommentState.RECEIVED: "已登记",
    CommentState.SORTED: "已梳理",
    CommentState.STUDIED: "研究中",
    CommentState.DECIDED: "已定",
    CommentState.ANSWERED: "已反馈",
    CommentState.WITHDRAWN: "已撤回",
}
_STATES = {
    State.UPCOMING: "即将开始",
    State.OPEN: "征集中",
    State.CLOSED: "意见整理中",
    State.ANSWERED: "已反馈",
    State.ISSUED: "已印发",
}


def state_words(stands: Standing, speech: Speech) -> str:
    """Return a consultation's state as the public reads it."""
    if stands.last_day:
        return speech.say("征集中·最后一天")
    if stands.outcome_due:
        day = speech.month_day(stands.outcome_due)
        return speech.say("意见整理中（预计%(day)s前反馈）", day=day)
    return speech.say(_STATES[stands.state])

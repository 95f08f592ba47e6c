"""Words of the pages of drafts."""

from comments_service.domain.drafts.draft_record import DraftStage

STAGES: dict[str, str] = {
    DraftStage.WRITTEN: "起草中",
    DraftStage.HANDED_IN: "等待发布",
    DraftStage.RELEASED: "已发布，等待生成",
    DraftStage.PUBLISHED: "已公开",
    DraftStage.REFUSED: "没有通过",
}
STAGE_TAGS: dict[str, str] = {
    DraftStage.WRITTEN: "over",
    DraftStage.HANDED_IN: "wait",
    DraftStage.RELEASED: "answered",
    DraftStage.PUBLISHED: "open",
    DraftStage.REFUSED: "late",
}


def fate_word(line: str) -> str:
    """Return what a decision says of the two clauses that are shown, in Chinese."""
    fate = line.partition("=")[2]
    words = {"deleted": "上一稿的那条删去了", "new": "这一条是新增的"}
    words |= {"merged": "那条并入这一条", "split": "这一条由那条分拆而来"}
    return words.get(fate.partition(":")[0], "就是同一条")

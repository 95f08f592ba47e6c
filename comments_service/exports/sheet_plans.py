"""The sheets of the workbook, in order: what they are called and how their columns stand."""

from dataclasses import dataclass

from comments_service.exports.columns import Column, columns


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet for a table, columns ``first`` in front; so many ``frozen``, so many ``printed``."""

    name: str
    table: str
    first: tuple[str, ...] = ()
    frozen: int = 0
    printed: int | None = None

    def columns(self, edition: str) -> tuple[Column, ...]:
        """Return the columns of the edition in the order of the sheet."""
        found = {column.name: column for column in columns(self.table, edition)}
        order = dict.fromkeys((*self.first, *found))
        return tuple(found[name] for name in order)


OVERVIEW = "概览"
COMMENTS_PLAN = SheetPlan(
    "意见明细",
    "comments",
    first=(
        "receipt_no", "citation", "stance", "body", "proposed_text", "reason", "name",
        "participant", "organisation", "place", "channel", "received_at", "disposition",
        "answer", "to_citation", "withheld", "summary", "later", "clause_text", "selected_text",
        "state",
    ),
    frozen=2,
    printed=16,
)  # fmt: skip
BY_CLAUSE_PLAN = SheetPlan("分条款", "by_clause", first=("citation",), frozen=1)
BY_DAY_PLAN = SheetPlan("分日", "by_day", frozen=1)
PLANS = (
    COMMENTS_PLAN,
    BY_CLAUSE_PLAN,
    BY_DAY_PLAN,
    SheetPlan("分主体", "by_participant", frozen=1),
    SheetPlan("勾稽核对", "reconciliation", frozen=1),
    SheetPlan("字段说明", "dictionary", first=("table", "label", "name")),
)
SHEET_OF_TABLE = {
    "manifest": OVERVIEW,
    "tally": OVERVIEW,
    **{plan.table: plan.name for plan in PLANS},
}

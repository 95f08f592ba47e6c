"""The sheets of the workbook, in order: what they are called and how their columns stand."""

from dataclasses import dataclass

from comments_service.exports.columns import Column, columns


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet for the rows of a table.

    The columns of ``first`` stand in front, in this order; they alone are printed where
    ``printed`` says so, because a page holds no more. ``frozen`` columns stay in view.
    """

    name: str
    table: str
    first: tuple[str, ...] = ()
    frozen: int = 0
    printed: bool = False

    def columns(self, edition: str) -> tuple[Column, ...]:
        """Return the columns of the edition in the order of the sheet."""
        found = {column.name: column for column in columns(self.table, edition)}
        order = dict.fromkeys((*self.first, *found))
        return tuple(found[name] for name in order)

    def printed_columns(self, edition: str) -> int:
        """Return how many columns, from the first on, are printed."""
        return len(self.first if self.printed else self.columns(edition))


OVERVIEW = "概览"
COMMENTS_PLAN = SheetPlan(
    "意见明细",
    "comments",
    first=(
        "receipt_no", "citation", "clause_text", "stance", "body", "proposed_text", "reason",
        "name", "participant", "organisation", "place", "channel", "received_at",
        "disposition", "withheld",
    ),
    frozen=2,
    printed=True,
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

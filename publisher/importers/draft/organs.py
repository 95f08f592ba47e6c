"""Names of public bodies, as they stand in red heads, in signatures and in front of titles."""

import re

from publisher.clauses.markers import fold_width, strip

_ENDS = (
    r"(?:人民政府|政府|国务院|委员会|办公厅|办公室|总局|[厅局部委院署会社行]|检察院|中心|指挥部|领导小组|公司"
    r"|大学|学校|医院|管理处|服务处|办事处|[支大总]队|[图档博]\w?\w?馆|研究所|总站|工作专班|集团)"
)
ORGAN = rf"[\u4e00-\u9fff()·]{{0,40}}?{_ENDS}(?:办公室|办公厅)?"
# The names of several bodies; more is a sentence.
_LONGEST = 80
_ORGANS = re.compile(rf"{ORGAN}(?:[\s、]+{ORGAN})*")


def is_organ(text: str) -> bool:
    """Return whether a line is the name of one body or of several, and nothing else."""
    return len(text) <= _LONGEST and bool(_ORGANS.fullmatch(folded(text)))


def folded(text: str) -> str:
    """Return a text with its width folded and no blanks at its ends, for comparing."""
    return strip(fold_width(text))

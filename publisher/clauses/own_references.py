"""Which of the references in a text are to clauses of that same text.

Whose clause is meant depends on the words before: 《民法典》第三条 and 刑法第三条 are another
text's, 本办法第三条 is this one's.
"""

import re
from collections.abc import Iterator

from catalogue.references import Reference, find_references, may_refer

_OWN = re.compile(
    r"本(?:法|典|条例|办法|规定|细则|规则|准则|章程|解释|决定|协定|公约|规程|通则|方案|意见|报告"
    r"|规划|纲要)的?$"
)
_FOREIGN = re.compile(
    r"(?:[〉典法例则释约程议原]|规定|决定|协定|章程|办法|[》〉法例定]\s*[)）]"
    r"|[》〉]\s*(?:（[^（）]*）)?[中的]?|报告的?|(?:报告|讲话|文件|通知)[中的])\s*$"
)
_QUOTED = re.compile(r"“[^”]*(?=”)|《[^》]*(?=》)")
_SENTENCE_ENDS = "。；;"
_BEFORE = 40


def own_references(text: str) -> Iterator[tuple[str, Reference]]:
    """Yield the references of a text to its own clauses, each with its words.

    Another text's are left out: 《民法典》第三条, and what follows in the same sentence.
    """
    if not may_refer(text):
        return
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    foreign = -1
    for reference in find_references(unquoted):
        before = unquoted[max(0, reference.start - _BEFORE) : reference.start]
        sentence = max(unquoted.rfind(end, 0, reference.start) for end in _SENTENCE_ENDS)
        own = _OWN.search(before)
        if not own and _FOREIGN.search(before):
            foreign = reference.start
        elif own or foreign < sentence or foreign < 0:
            yield unquoted[reference.start : reference.end], reference

"""Clauses of every form, below each other wherever a text may have them, two of each."""

from catalogue.model import ClauseSet
from catalogue.numerals import to_chinese
from publisher.clauses.naming import name_clauses
from publisher.clauses.tree import Node, ReadText, next_number, root, unique_number

# The kind of each form and how its number is printed: n in figures, c in Chinese.
_FORMS = {
    "编": ("part", "第{c}编"), "部分": ("part", "第{c}部分："), "章": ("chp", "第{c}章"),
    "节": ("sec", "第{c}节"), "一、": ("part", "{c}、"), "（一）": ("sec", "（{c}）"),
    "一、 in 章": ("dvs", "{c}、"), "（一） in 章": ("subdvs", "({c})"), "1.": ("point", "{n}."),
    "（1）": ("indent", "（{n}）"), "1）": ("indent", "{n}）"),
    "1） in （1）": ("subindent", "{n})"),
    "①": ("subcl", "{o}"), "——": ("indent_nn", "——"), "¶": ("para", ""), "专栏": ("box", "专栏{n}"),
    "专栏 in 章": ("box", "专栏 {n}"),
    "条": ("art", "第{c}条"), "款": ("para", ""), "项": ("point", "（{c}）"),
    "目": ("indent", "{n}．"),
    "小目": ("subindent", "（{n}）"), "表": ("table", ""), "小标题": ("crossheading", ""),
    "附件": ("att", "附件{n}"), "附表": ("att", "附表{n}"), "引文": ("qstr", ""), "行": ("tr", ""),
    "1.1": ("level", "{path}"), "N.M": ("indent", "{above}.{n}"), "序言": ("preamble", "序言"),
    "第二个文本": ("cmp", ""),
}  # fmt: skip
_ITEMS = ("1.", "（1）", "1）", "①", "——", "¶", "小标题", "引文")
_BELOW = {
    "编": ("章", "条"), "部分": ("一、 in 章", "¶", "专栏 in 章"),
    "章": ("节", "一、 in 章", "¶", "专栏 in 章"),
    "节": ("一、 in 章", "（一） in 章", "专栏 in 章", "¶"),
    "一、": ("（一）", "专栏", "表", *_ITEMS),
    "（一）": ("表", *_ITEMS), "一、 in 章": ("（一） in 章", "专栏 in 章", *_ITEMS),
    "专栏 in 章": ("（一） in 章", "1.", "¶"),
    "（一） in 章": _ITEMS, "1.": ("（1）", "①", "——", "¶", "N.M"),
    "（1）": ("1） in （1）", "①", "¶"),
    "1）": ("①",), "专栏": ("（一）", "1.", "¶", "①"), "条": ("款",), "款": ("项", "①", "表"),
    "项": ("目", "①", "¶"), "目": ("小目", "①", "N.M"), "1.1": ("1.1", "¶", "（1）", "1）", "①"),
    "¶": ("1.",), "表": ("行",), "N.M": ("¶",),
}  # fmt: skip
_SCOPES = {
    "policy": ("¶", "一、", "1.", "专栏", "——", "表"),
    "code": ("序言", "编"),
    "law": ("条", "章"),
    "guide": ("部分", "一、 in 章", "（一） in 章", "¶"),
    "plan": ("章", "一、 in 章", "¶"),
    "standard": ("1.1", "¶"),
    "list": ("1.", "1）", "①"),
}


WAYS = tuple(_SCOPES)
"""The ways to number a text."""


def clauses_of_every_form(way: str, deepest: int = 5) -> ClauseSet:
    """Return a text that is numbered in this way in each of its scopes."""
    forms, top = _SCOPES[way], root()
    _grow(top, top, (*forms, "附件", "第二个文本"), deepest)
    for node in list(top.children):
        if node.kind in ("att", "cmp"):
            _grow(node, node, (*forms, *(("附表",) if node.kind == "att" else ())), deepest)
    # Two texts may have the same title, and a number may be given twice.
    for node in top.children:
        node.heading = "花园《养护》规定" if node.kind == "cmp" else node.heading
    return name_clauses("made", "v1", ReadText(top, ()))


def _grow(scope: Node, parent: Node, forms: tuple[str, ...], left: int, path: str = "") -> None:
    """Add two clauses of each form, ``left`` levels deep below the first of the two."""
    for form in forms:
        kind, printed = _FORMS[form]
        # 条 and 表 are numbered through a scope.
        holder = scope if kind in ("art", "table") else parent
        for _ in range(1 if form == "序言" else 2):
            count = next_number(holder, form)
            name, _ = unique_number(holder, kind, count)
            inner = f"{path}.{count}" if path else count
            words = printed.format(
                n=count, c=to_chinese(int(count)), o="①②③④⑤⑥⑦⑧"[int(count) % 8 - 1], path=inner,
                above=parent.number.partition("_")[0],
            )  # fmt: skip
            number = "" if form == "序言" else name
            node = Node(kind, number, words, "", "", 1, top=holder is not parent)
            parent.children.append(node)
            if left > 1 and (count == "1" or kind == "art"):
                below = _BELOW.get(form, ())
                _grow(scope, node, below, left - 1, inner if form == "1.1" else "")

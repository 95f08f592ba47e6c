"""Three small texts that the tests of the search speak of."""

from publisher.search import Document, SearchRow


def document(policy: str, *clauses: str) -> Document:
    rows = [
        SearchRow(f"art_{n}", f"第{n}条", f"第{n}条", words) for n, words in enumerate(clauses, 1)
    ]
    return Document(policy, f"{policy}办法", "v1", tuple(rows))


A = document("a", "设立专项资金5000万元。", "专项资金专项使用。", "")
B = document("b", "一二一二一二", "推進新型工業化")
C = document("c", "Ａ股上市奖励 100 万元", "𠮷野家与张𱍐")
EDITED = document("b", "改过的文字。")

"""The way on from a policy's page: to the texts before and after it, and to those like it."""

from interface.language import Translate
from publisher.compile.neighbours import Neighbour
from publisher.compile.related import RelatedTexts


def near_values(related: RelatedTexts, translate: Translate) -> list[tuple[str, str, Neighbour]]:
    """Return each text with its relation as HTML has it, "" for none, and in words.

    A text that is linked stands with the links alone.
    """
    near, linked = related.near, {text.id for text in (*related.named, *related.naming)}
    found = [
        ("next", translate("较新一件"), near.later),
        ("prev", translate("较早一件"), near.earlier),
        *(("", translate("相关文件"), text) for text in near.alike if text.id not in linked),
    ]
    return [(rel, name, text) for rel, name, text in found if text]

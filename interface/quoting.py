"""Chinese texts among the words of a page in another language say that they are Chinese."""

import re

from markupsafe import Markup, escape

from catalogue.english_citation import english_citation
from interface.language import Translate, is_chinese

_CHINESE = re.compile("[\u3001-\u9fff\uff01-\uff5e]")
_RUN = re.compile(rf"({_CHINESE.pattern}(?:[\d{_CHINESE.pattern[1:-1]}]*{_CHINESE.pattern})?)")
_MARKED = Markup('<span lang="zh-CN">{}</span>')


def quoting(translate: Translate) -> Translate:
    """Return what translates a message as ``translate`` does, as HTML with Chinese values marked.

    A ``count`` is said as it is.
    """

    def quote(msgid: str, **values: object) -> Markup:
        # The places stay in the message, to be filled in once it is HTML.
        places = {name: f"%({name})s" for name in values if name != "count"}
        counted = {"count": values["count"]} if "count" in values else {}
        said = escape(translate(msgid, **places, **counted))
        return said % {name: chinese(translate, str(values[name])) for name in places}

    return quote


def chinese(translate: Translate, text: str) -> Markup:
    """Return a text as HTML, with its language where that is not the page's.

    Beside a citation is its English name: Part 1 (2) 第一部分（二）.
    """
    if is_chinese(translate) or not _CHINESE.search(text):
        return escape(text)
    marked = _MARKED.format(text)
    name = english_citation(text)
    # A citation may hold a title, which stays in Chinese.
    return marked if not name or _CHINESE.search(name) else Markup("{} {}").format(name, marked)


def named(translate: Translate, citation: str) -> str:
    """Return a citation for where nothing can be marked as Chinese: an ``aria-label``."""
    said = translate(citation)
    if is_chinese(translate) or said != citation:
        return said
    return english_citation(citation) or citation


def with_chinese(text: str) -> Markup:
    """Return an English text as HTML, with the Chinese in it marked: names, rules, quotations."""
    parts = enumerate(_RUN.split(text))
    return Markup("").join(_MARKED.format(part) if at % 2 else part for at, part in parts)

"""The pictures next to ``site.yml``: ``mark``, which may be characters instead, ``share_image``."""

import re
from pathlib import Path

from publisher.problems import Problems, cause_of
from publisher.sources.own_file import read_own
from publisher.sources.yaml_text import YamlText

MARK = re.compile(r"[^\s./\\:]{1,4}|[A-Za-z0-9_-]+\.(?:svg|png|webp)")
SHARE_IMAGE = re.compile(r"[A-Za-z0-9_-]+\.(?:png|jpe?g)")
_MOST_KB = {"mark": 60, "share_image": 500}
_HAN = re.compile(r"[\u3400-\u9fff]")
# By the end of the name: how such a file begins.
_BEGINNINGS = {
    ".svg": re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!doctype svg|svg)", re.IGNORECASE),
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
# A drawing that is opened by its own address has the rights of the site. What hides a script from
# this list has no place in one either: a reference in an attribute, another encoding.
_ACTIVE = re.compile(
    rb"<(?:[^\s<>/]+:)?(?:script|foreignobject)|\son[a-z]+\s*=|javascript:|1999/xhtml"
    rb"|xml-stylesheet|=\s*[\"'][^\"']*&#|<!entity|encoding\s*=\s*[\"'](?!utf-8[\"'])",
    re.IGNORECASE,
)


def is_picture(value: str) -> bool:
    """Return whether a mark or a ``share_image`` is the name of a picture, not an address."""
    return "." in value and ":" not in value


def mark_words(mark: str, name: str) -> str:
    """Return the characters of the mark: those of ``mark``, else the first ones of the name."""
    return mark or "".join(_HAN.findall(name))[:4] or name.strip()[:1]


def is_good_picture(data: YamlText, key: str, name: str, problems: Problems) -> bool:
    """Return whether a picture can be the value of a key; where it cannot, Y004 says why."""
    path, line = data.path.with_name(name), data.line((key,))
    of = {"key": key, "file": name}
    try:
        content = read_own(path, follow=True)
    except OSError as error:
        problems.add(data.path, line, "Y004.picture_unread", **of, cause=cause_of(error))
        return False
    size = -(-len(content) // 1024)
    if size > _MOST_KB[key]:
        problems.add(data.path, line, "Y004.picture_size", **of, size=size, most=_MOST_KB[key])
        return False
    end = Path(name).suffix
    if not _BEGINNINGS[end].match(content) or (end == ".svg" and _ACTIVE.search(content)):
        problems.add(data.path, line, "Y004.picture_content", **of, form=end[1:])
        return False
    return True

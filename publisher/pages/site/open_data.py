"""开放数据: what the site offers to programs, and the meaning of every item (数据字典).

The dictionary is read from the JSON Schemas themselves, so it cannot differ from them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.codec import schema_names, schema_text
from catalogue.model import Catalogue
from interface.language import Translate
from interface.page_foot import ALL_FEED, ALL_WINDOWS
from publisher.sources.site_file import SiteFile

_TYPES = {
    "string": "文本", "integer": "整数", "number": "数", "boolean": "是或否", "object": "对象",
    "array": "列表", "null": "null",
}  # fmt: skip
_FORMATS = {"date": "日期", "date-time": "日期和时刻（RFC 3339）"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file: ``path`` as in ``policies[].title``, ``values`` those it may have."""

    path: str
    type: str
    required: bool
    values: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The items of one kind of file; ``file`` is its schema's path below the site."""

    name: str
    title: str
    file: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A file, or a pattern of files, that may be fetched; ``href`` is "" for a pattern."""

    name: str
    href: str
    form: str
    what: str


def data_values(
    catalogue: Catalogue, site: SiteFile, translate: Translate, base_url: str = ""
) -> dict[str, Any]:
    """Return the values of ``data.html``."""
    return {
        "dictionaries": [dictionary(name, translate) for name in schema_names()],
        "files": list(_files(catalogue, translate, base_url)),
        "licence": site.data_licence,
        "licence_url": site.data_licence_url,
    }


def schema_file(name: str) -> str:
    """Return the path of a schema below the site."""
    return f"assets/{name.replace('/', '-')}.schema.json"


def dictionary(name: str, translate: Translate) -> Dictionary:
    """Read the dictionary of ``yanlu-catalogue/1`` or another schema of the catalogue."""
    schema = json.loads(schema_text(name))
    items = tuple(_SchemaReader(schema, translate).items(schema, ""))
    return Dictionary(name, translate(schema["title"]), schema_file(name), items)


class _SchemaReader:
    """Reads a schema (JSON Schema 2020-12, as far as ours use it); each part once."""

    def __init__(self, schema: dict[str, Any], translate: Translate) -> None:
        self.schema = schema
        self.translate = translate
        self.above: list[str] = []

    def items(self, schema: dict[str, Any], path: str) -> Iterator[Item]:
        """Yield the properties of an object and those inside them, in their order."""
        required = schema.get("required", [])
        for key, part in schema.get("properties", {}).items():
            place = f"{path}.{key}" if path else key
            several = part.get("oneOf") or part.get("anyOf") or [part]
            options = [self._followed(each) for each in several]
            types = dict.fromkeys(name for each in options for name in _types(each))
            form = self.translate("或").join(map(self.translate, types))
            meaning = self.translate(part["description"]) if "description" in part else ""
            values = tuple(str(value) for each in options for value in _values(each))
            yield Item(place, form, key in required, values, meaning)
            for each in options:
                yield from self._below(each, place)

    def _below(self, part: dict[str, Any], place: str) -> Iterator[Item]:
        for inner, suffix in ((part, ""), (part.get("items", {}), "[]")):
            name = inner.get("$ref", "")
            if name and name in self.above:
                continue
            self.above.append(name)
            yield from self.items(self._followed(inner), place + suffix)
            self.above.pop()

    def _followed(self, part: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference to ``$defs``."""
        name = part.get("$ref", "").removeprefix("#/$defs/")
        return self.schema["$defs"][name] if name else part


def _types(part: dict[str, Any]) -> list[str]:
    if part.get("format") in _FORMATS:
        return [_FORMATS[part["format"]]]
    types = part.get("type", "string")
    return [_TYPES[name] for name in ([types] if isinstance(types, str) else types)]


def _values(part: dict[str, Any]) -> list[Any]:
    return [part["const"]] if "const" in part else list(part.get("enum", []))


def _files(catalogue: Catalogue, translate: Translate, base_url: str) -> Iterator[Offered]:
    example = catalogue.policies[0].latest.clauses if catalogue.policies else ""
    yield Offered(
        "catalogue.json", "catalogue.json", "JSON", translate("全部公开的政策和文件的目录")
    )
    yield Offered(
        "<policy>/<version>/clauses.json", example, "JSON",
        translate("一个版本的全部条款；路径见目录的 versions[].clauses"),
    )  # fmt: skip
    yield Offered(
        "<policy>/results/results.json", "", "JSON", translate("采纳情况反馈的数据，与反馈页一致")
    )
    yield Offered(
        "<policy>/results/results.csv", "", "CSV",
        translate("意见采纳情况表，用Excel、WPS等可直接打开；英文页旁有英文的"),
    )  # fmt: skip
    for name in schema_names():
        what = translate("%(name)s 的格式定义", name=name)
        yield Offered(schema_file(name), schema_file(name), "JSON Schema 2020-12", what)
    yield Offered(ALL_FEED, ALL_FEED, "Atom", translate("最近50项动态的订阅源"))
    yield Offered(
        "feeds/issuer/….atom", "", "Atom", translate("各发布机构的订阅源，链接见其文件页面")
    )
    yield Offered("feeds/<policy>.atom", "", "Atom", translate("一项政策的订阅源"))
    yield Offered(ALL_WINDOWS, ALL_WINDOWS, "iCalendar", translate("全部征集时段的日历"))
    yield Offered("feeds/<policy>.ics", "", "iCalendar", translate("一项政策征集时段的日历"))
    yield Offered(
        "search/?q=…", "search/", "HTML",
        translate("逐字检索；检索词写在网址中，结果可以直接引用"),
    )  # fmt: skip
    yield Offered(
        "assets/search/", "", translate("二进制"), translate("检索索引，分片存放，供检索页按需读取")
    )
    if base_url:
        yield Offered("sitemap.xml", "sitemap.xml", "XML", translate("全部页面的地址"))

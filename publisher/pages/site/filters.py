"""The fields by which a list can be narrowed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from catalogue.model import Policy
from interface.names import STATE_NAMES, VALIDITIES
from publisher.compile.neighbours import day_of
from publisher.pages.shell.page_renderer import marked
from publisher.pages.site.items import Items


@dataclass(frozen=True, slots=True)
class Field:
    """A choice: ``options`` are value and words, each with ``attributes`` in HTML."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    attributes: Markup


def filter_fields(policies: Sequence[Policy], items: Items) -> list[Field]:
    """Return the fields of a list; one in which all its policies are the same is left out."""
    translate = items.locale.translate
    years = {str(at.year) if (at := day_of(policy)) else "" for policy in policies}
    found = _same(policy.validity for policy in policies)
    states = {state: translate(name) for state, name in STATE_NAMES.items()}
    fields = [
        _field("issuer", translate("发布机构"), _same({p.issuer for p in policies}), items.chinese),
        _field(
            "subject", translate("主题分类"), _same({p.subject for p in policies}), items.chinese
        ),
        _field("year", translate("年份"), dict(sorted(_same(years).items(), reverse=True))),
        _field("status", translate("征集状态"), states if any(p.windows for p in policies) else {}),
        _field(
            "validity", translate("有效性"), {v: translate(v) for v in VALIDITIES if v in found}
        ),
    ]
    return [field for field in fields if field.options]


def _field(name: str, label: str, options: Mapping[str, str], attributes: str = "") -> Field:
    return Field(name, label, tuple(options.items()), marked(attributes))


def _same(values: Iterable[str]) -> dict[str, str]:
    """Return the options of values that are their own words; one alone narrows nothing."""
    found = sorted(set(values))
    return {value: value for value in found if value} if len(found) > 1 else {}

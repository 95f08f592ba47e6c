"""What form fields and content controls show where the file has no words of theirs."""

from publisher.importers.word.wordml import (
    Element,
    attribute,
    child,
    is_on,
    kids,
    number,
    value,
    w14,
)

_TICKED, _EMPTY = "☑", "☐"


def tick(*, is_on: bool) -> str:
    """Return a box, ticked or not."""
    return _TICKED if is_on else _EMPTY


def form_field(data: Element | None) -> str:
    """Return what a form field shows by its ``w:ffData`` (17.16.17)."""
    box = child(data, "checkBox")
    if box is not None:
        checked = child(box, "checked")
        return tick(is_on=is_on(checked if checked is not None else child(box, "default")))
    entries = [attribute(each, "val") or "" for each in kids(child(data, "ddList"), "listEntry")]
    if entries:
        chosen = number(data, "ddList", "result")
        at = number(data, "ddList", "default") if chosen is None else chosen
        return entries[at] if at is not None and 0 <= at < len(entries) else entries[0]
    return value(data, "textInput", "default") or ""


def control_text(properties: Element | None) -> str:
    """Return the value of a content control without content (``w:sdtPr``, 17.5.2.38)."""
    if properties is None:
        return ""
    box = properties.find(w14("checkbox"))
    if box is not None:
        checked = box.find(w14("checked"))
        return tick(is_on=checked is not None and checked.get(w14("val"), "1") in ("1", "true"))
    for name in ("dropDownList", "comboBox"):
        chosen = attribute(child(properties, name), "lastValue")
        for item in kids(child(properties, name), "listItem"):
            if chosen is not None and attribute(item, "value") == chosen:
                return attribute(item, "displayText") or chosen
    return (attribute(child(properties, "date"), "fullDate") or "").partition("T")[0]

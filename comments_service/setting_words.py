"""What is said of a setting that pydantic refuses, in the language that is spoken."""

from collections.abc import Mapping
from typing import Any

from interface.command_line import said

# What pydantic finds; "expected" and the limits are its own words for them.
_GENERIC = {
    "missing": "not set, and it has no default",
    "int_parsing": "not a whole number",
    "float_parsing": "not a number",
    "bool_parsing": "write 1 or 0",
    "greater_than": "not more than %(gt)s",
    "greater_than_equal": "less than %(ge)s",
    "less_than_equal": "more than %(le)s",
    "literal_error": "write %(expected)s",
}


def fault_line(fault: Any, files: Mapping[str, str]) -> str:
    """Return the line of one fault; ``files`` names settings whose values are in files."""
    name = ".".join(str(part) for part in fault["loc"])
    generic = _GENERIC.get(fault["type"])
    values = {key: str(value).replace(" or ", " | ") for key, value in fault.get("ctx", {}).items()}
    words = said(generic, **values) if generic else fault["msg"]
    # A fault of several settings together names them itself.
    return f"{files.get(name, name)}: {words}" if name else words

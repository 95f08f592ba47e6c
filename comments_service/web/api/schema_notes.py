"""What the models of a request cannot say by themselves, for its description (JSON Schema).

The description is to accept what the interface accepts. What no schema can tell, whether a
telephone number exists or a character is invisible, it leaves to the interface.
"""

from typing import Any

Schema = dict[str, Any]

# With "not" it does not matter that in some tongues $ lets one more line end pass.
ASCII: Schema = {"not": {"pattern": r"[^\x20-\x7e]"}}
KEPT: Schema = {"not": {"pattern": r"\x00"}}
_SOMETHING_SEEN = {"type": "string", "pattern": r"\S"}
# They say what a value is for, not what it may be.
_NOTES = ("default", "title", "description")


def describe_selector(schema: Schema) -> None:
    """Describe the words that a comment is on."""
    _null_is_left_out(schema)


def describe_comment(schema: Schema) -> None:
    """Describe a comment: it says or proposes something; words stand in a clause."""
    _null_is_left_out(schema)
    schema["anyOf"] = [_has(name, _SOMETHING_SEEN) for name in ("body", "proposed_text")]
    schema["if"] = _has("selector", {"type": "object"})
    schema["then"] = _has("clause", {"type": "string"})


def describe_submission(schema: Schema) -> None:
    """Describe a submission: consent, a name, a way to reach the person, no code for a person."""
    _null_is_left_out(schema)
    schema["properties"]["consent_notice"]["const"] = True
    schema["properties"]["name"] |= {"minLength": 1, "pattern": r"\S"}
    reached = {"type": "string", "minLength": 1}
    schema["anyOf"] = [_has(name, reached) for name in ("phone", "email")]
    schema["if"] = _has("participant", {"const": "person"})
    schema["then"] = {"properties": {"uscc": {"enum": ["", None]}}}


def _has(name: str, value: Schema) -> Schema:
    return {"required": [name], "properties": {name: value}}


def _null_is_left_out(schema: Schema) -> None:
    for name, described in schema["properties"].items():
        if name in schema.get("required", ()) or {"type": "null"} in described.get("anyOf", ()):
            continue
        notes = {key: described.pop(key) for key in _NOTES if key in described}
        schema["properties"][name] = {"anyOf": [described, {"type": "null"}], **notes}

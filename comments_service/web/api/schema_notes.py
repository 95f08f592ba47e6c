"""What the models of a request lack for its description (JSON Schema).

The description accepts what the interface accepts. What no schema can say, whether a telephone
number exists or a character is invisible, it leaves to the interface.
"""

from typing import Any

Schema = dict[str, Any]

# With "not" it does not matter that in some languages $ lets one more line end pass.
ASCII: Schema = {"not": {"pattern": r"[^\x20-\x7e]"}}
KEPT: Schema = {"not": {"pattern": r"\x00"}}
_SOMETHING_SEEN = {"type": "string", "pattern": r"\S"}
# They say what a value is for, not what it may be.
_NOTES = ("default", "title", "description")


def describe_words(schema: Schema) -> None:
    """Describe what a comment says: it says or proposes something."""
    describe_null(schema)
    schema["anyOf"] = [_has(name, _SOMETHING_SEEN) for name in ("body", "proposed_text")]


def describe_comment(schema: Schema) -> None:
    """Describe a comment: what it says; a selector is of a clause."""
    describe_words(schema)
    schema["if"] = _has("selector", {"type": "object"})
    schema["then"] = _has("clause", {"type": "string"})


def describe_submission(schema: Schema) -> None:
    """Describe a submission: consent, a name, a way to reach the person, no code for a person."""
    describe_null(schema)
    schema["properties"]["consent_notice"]["const"] = True
    schema["properties"]["name"] |= {"minLength": 1, "pattern": r"\S"}
    reached = {"type": "string", "minLength": 1}
    schema["anyOf"] = [_has(name, reached) for name in ("phone", "email")]
    schema["if"] = _has("participant", {"const": "person"})
    schema["then"] = {"properties": {"uscc": {"enum": ["", None]}}}


def _has(name: str, value: Schema) -> Schema:
    return {"required": [name], "properties": {name: value}}


def describe_null(schema: Schema) -> None:
    """Let null be as a field left out."""
    for name, described in schema["properties"].items():
        if name in schema.get("required", ()) or {"type": "null"} in described.get("anyOf", ()):
            continue
        notes = {key: described.pop(key) for key in _NOTES if key in described}
        schema["properties"][name] = {"anyOf": [described, {"type": "null"}], **notes}

"""What is no text stands in JSON as what it is."""

import json

import pytest

from comments_service.exports.json_file import _unquoted


@pytest.mark.parametrize("value", [None, True, False, 0, 1, -7])
def test_a_number_is_none_of_the_constants(value: object) -> None:
    read = json.loads(_unquoted(value))
    assert (read, type(read)) == (value, type(value))

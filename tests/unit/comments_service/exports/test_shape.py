from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from comments_service.exports import shape
from comments_service.exports.export_data import ExportData, ExportError

Row = dict[str, Any]
MakeData = Callable[..., ExportData]


def test_a_contact_in_a_public_row_stops_the_export(
    make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    data = make_data([make_comment(1, phone="+8613900000000")])
    with pytest.raises(ExportError, match="comments: a row of 28 values for 27 columns"):
        list(shape.comments(data))


def test_a_missing_column_is_named(make_data: MakeData) -> None:
    data = make_data(1)
    del data.manifest["filter"]
    with pytest.raises(ExportError, match="manifest: keys missing: filter"):
        shape.tables(data)


def test_a_split_of_nine_comments_never_reaches_the_public(make_data: MakeData) -> None:
    data = make_data(9)
    with pytest.raises(ExportError, match="by_day"):
        shape.tables(replace(data, tally={**data.tally, "by_day": []}))


def test_a_split_of_ten_comments_may_not_be_left_out(make_data: MakeData) -> None:
    data = make_data(10)
    del data.tally["by_participant"]
    with pytest.raises(ExportError, match="by_participant"):
        shape.tables(data)


def test_inside_nine_comments_are_split(make_data: MakeData) -> None:
    assert shape.tables(make_data(9, "restricted"))["by_day"]


@pytest.mark.parametrize("edition", ["secret", None])
def test_there_are_two_editions(make_data: MakeData, edition: str | None) -> None:
    data = make_data(1)
    data.manifest["edition"] = edition
    with pytest.raises(ExportError, match="public, restricted"):
        shape.tables(data)


def test_a_split_row_of_another_shape_is_refused(make_data: MakeData) -> None:
    data = make_data(10)
    data.tally["by_day"][0]["ratings"] = 5
    with pytest.raises(ExportError, match="by_day: keys missing: none; keys unknown: ratings"):
        shape.tables(data)

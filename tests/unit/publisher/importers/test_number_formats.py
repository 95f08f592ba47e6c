import pytest

from publisher.importers.word.number_formats import is_known, write_number


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedCircleChinese", 10, "⑩"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一○一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 12, "十二"),
        ("taiwaneseCountingThousand", 110, "一百一十"),
        ("taiwaneseCounting", 15, "十五"),
        ("taiwaneseDigital", 10, "一○"),
        ("japaneseCounting", 10, "十"),
        ("japaneseCounting", 101, "百一"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 10, "壹拾"),
        ("chineseLegalSimplified", 123, "壹佰贰拾叁"),
        ("ideographLegalTraditional", 2, "貳"),
        ("ideographTraditional", 10, "癸"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("ideographEnclosedCircle", 1, "㊀"),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 26, "Z"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 1, "a"),
        ("ordinal", 11, "11th"),
        ("numberInDash", 5, "- 5 -"),
        ("chineseCounting", 0, "○"),
        ("upperRoman", 0, "0"),
        ("lowerLetter", 999, "999"),
        ("hebrew1", 3, "3"),
    ],
)
def test_a_number_is_written_as_word_writes_it(form: str, number: int, written: str) -> None:
    assert write_number(number, form) == written


def test_a_format_of_another_language_is_not_known() -> None:
    assert not is_known("hebrew1")
    assert is_known("decimal")

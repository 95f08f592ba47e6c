"""Documents made line by line, as Word files and as texts."""

from collections.abc import Sequence

from tests.worlds.word_files import docx, paragraph, run

CITY = "临江市人民政府"
DAY = "2026年5月6日"
RULES = ("第一条　为了规范停车，制定本办法。", "第二条　本办法适用于本市。")
PLAN = ("一、总体要求", "坚持便民。", "二、工作任务", "摸清底数。")
SIGNED = (CITY, DAY)


def centred(text: str, size: int) -> str:
    """Make a paragraph in the middle; ``size`` is in half points."""
    return paragraph(run(text, f'<w:sz w:val="{size}"/>'), '<w:jc w:val="center"/>')


def word(lines: Sequence[str]) -> bytes:
    """Make a Word file: ``#`` is a title in large type, ``!`` the red head, others are plain."""
    sizes = {"#": 44, "!": 72, "~": 32}
    return docx(
        "".join(
            centred(line[1:], sizes[line[0]]) if line[0] in sizes else paragraph(line)
            for line in lines
        )
    )


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def plain(lines: Sequence[str]) -> bytes:
    return "\n\n".join(line.lstrip("#!~") for line in lines).encode()

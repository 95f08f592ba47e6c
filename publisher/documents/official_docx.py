"""A version of a policy as a Word file in the form of GB/T 9704-2012 (党政机关公文格式)."""

from interface.paper.official_page import write_blocks
from interface.paper.printed import PrintedLine, Run, Style
from interface.paper.word_package import official_document, saved
from publisher.documents.printed_text import Printed, created_on


def official_docx(printed: Printed) -> bytes:
    """Return the .docx; its only time is the day on which the version was published."""
    document = official_document()
    last = len(printed.source) - 1
    source = (
        PrintedLine(Style.SOURCE, (Run(text),), gap=index == 0, keep=index < last)
        for index, text in enumerate(printed.source)
    )
    write_blocks(document, (*printed.blocks, *source))
    at = created_on(printed.day)
    return saved(document, printed.title, at, printed.author, printed.subject)

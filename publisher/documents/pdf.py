"""A version of a policy as a PDF in the form of GB/T 9704-2012, tagged, with an outline.

WeasyPrint makes it. It is an extra (``requirements/extra.txt``) and is imported only here;
nothing is fetched.
"""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalogue.window import rfc3339
from interface.paper.printed import Picture, PrintedLine
from publisher.documents.printed_text import Printed, created_on
from publisher.problems import UsageError
from publisher.sources.own_file import read_own

_PARTS = Path(__file__).parent / "official"


class PdfUnavailable(UsageError):  # noqa: N818 - it says what happened
    """What makes PDF files is not installed."""


def require_pdf() -> None:
    """Raise ``PdfUnavailable`` where no PDF can be made here."""
    _weasyprint()


def official_pdf(printed: Printed) -> bytes:
    """Return the PDF; its only time is the day on which the version was published.

    Raises ``PdfUnavailable`` where WeasyPrint or a library that it needs is missing.
    """
    weasyprint = _weasyprint()
    nothing = weasyprint.URLFetcher(allowed_protocols=("data",))
    sheet = weasyprint.CSS(string=_print_css(printed), url_fetcher=nothing)
    page = weasyprint.HTML(string=print_html(printed), url_fetcher=nothing)
    made: bytes = page.write_pdf(
        stylesheets=[sheet],
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        pdf_identifier=printed.digest[:32].encode(),
    )
    return made


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and slow to load
    except (ImportError, OSError) as error:
        raise PdfUnavailable("refusal.no_pdf", detail=str(error)) from error
    return weasyprint


def print_html(printed: Printed) -> str:
    """Return the page that is printed."""
    made = rfc3339(created_on(printed.day))
    template = _environment().get_template("print.html")
    return template.render(printed=printed, made=made, classes=_classes, source=_source)


def _source(picture: Picture) -> str:
    """Return a picture as a data URL: nothing is fetched."""
    kind = picture.path.suffix[1:].lower().replace("jpg", "jpeg")
    return f"data:image/{kind};base64,{b64encode(read_own(picture.path)).decode()}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _classes(line: PrintedLine) -> str:
    marks = [("gap", line.gap), ("alone", line.stands_alone)]
    return " ".join([line.style.value, *(name for name, given in marks if given)])


def _print_css(printed: Printed) -> str:
    """Return the style sheet with the insets of the signature, half a character each step."""
    sheet = (_PARTS / "print.css").read_text("utf-8")
    insets = {round(line.inset * 2) for line in printed.blocks if isinstance(line, PrintedLine)}
    rules = (f".inset-{half} {{ margin-right: {half * 8}pt; }}" for half in sorted(insets))
    return "\n".join([sheet, *rules])

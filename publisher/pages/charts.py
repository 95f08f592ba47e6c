"""Charts as SVG: classes and attributes only, since the pages allow no style of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _ROW, _BASELINE, _TRACK = 360, 44, 16, 24
_THICK = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``kind`` chooses its colour (``yl-bar-<kind>``), ``shown`` stands at its end."""

    label: str
    value: int
    shown: str
    kind: str


def bar_chart(bars: Sequence[Bar], whole: int, name: str) -> str:
    """Draw bars below each other, each as long as its share of ``whole``; return the SVG.

    Label and number stand above the bar, so that long words and narrow screens do no harm;
    ``name`` is what a screen reader says. The numbers stand in a table beside it.
    """
    height = _ROW * len(bars)
    drawn = "".join(_bar(bar, whole, _ROW * index) for index, bar in enumerate(bars))
    return (
        f'<svg class="yl-chart" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}"'
        f' height="{height}" role="img" aria-label="{escape(name)}">{drawn}</svg>'
    )


def _bar(bar: Bar, whole: int, top: int) -> str:
    length = round(_WIDTH * bar.value / whole, 1) if whole > 0 else 0
    seen = max(length, 2) if bar.value else 0
    at = f'y="{top + _TRACK}" height="{_THICK}"'
    return (
        f'<text class="yl-bar-label" x="0" y="{top + _BASELINE}">{escape(bar.label)}</text>'
        f'<text class="yl-bar-value" x="{_WIDTH}" y="{top + _BASELINE}"'
        f' text-anchor="end">{escape(bar.shown)}</text>'
        f'<rect class="yl-bar-track" x="0" width="{_WIDTH}" {at}></rect>'
        f'<rect class="yl-bar yl-bar-{bar.kind}" x="0" width="{seen:g}" {at}></rect>'
    )

"""A city's own colour in place of ``--seal`` of the stylesheet, by day and on dark screens."""

import re
from collections.abc import Iterable

from interface.stylesheet import STYLE

LEAST_CONTRAST = 4.5
"""What text has to have to its background (WCAG 2.2, 1.4.3)."""

_ON_DARK = 7.0
_STEPS = 20


def least_contrast(colour: str) -> float:
    """Return the contrast of a colour (#rrggbb) to the light background that is nearest to it."""
    return _least(colour, _backgrounds()[0])


def colour_rules(colour: str) -> str:
    """Return the rules that put a colour in the place of the product's own; "" of none.

    On a dark screen it is mixed with white until it reads there as well.
    """
    if not colour:
        return ""
    mixed = (_lighter(colour, step / _STEPS) for step in range(_STEPS + 1))
    light = next(each for each in mixed if _least(each, _backgrounds()[1]) >= _ON_DARK)
    rule = ":root {{ --seal: {}; }}\n"
    dark = "@media (prefers-color-scheme: dark) {{ :root {{ --seal: {}; }} }}\n"
    return f"@media screen {{ {rule.format(colour)}{dark.format(light)}}}\n"


def _backgrounds() -> tuple[tuple[str, str], tuple[str, str]]:
    """Return white and wash of the stylesheet, of light screens and of dark ones."""
    tokens = (STYLE / "tokens.css").read_text("utf-8")
    found = [re.findall(rf"--{name}: (#[0-9a-f]{{6}});", tokens) for name in ("paper", "wash")]
    return (found[0][0], found[1][0]), (found[0][1], found[1][1])


def _least(colour: str, backgrounds: Iterable[str]) -> float:
    return min(_contrast(_luminance(colour), _luminance(each)) for each in backgrounds)


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance that WCAG 2.2 defines."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lighter(colour: str, share: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)

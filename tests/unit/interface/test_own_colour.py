import re

from interface.own_colour import colour_rules, least_contrast


def test_the_contrast_is_that_of_the_notes_of_the_design() -> None:
    # Seal on wash, as WCAG 2.2 computes it.
    assert round(least_contrast("#9f2b24"), 1) == 6.7
    assert round(least_contrast("#ffffff"), 1) == 1.0


def test_a_colour_of_ones_own_is_lighter_on_a_dark_screen() -> None:
    light, dark = re.findall("--seal: (#[0-9a-f]{6});", colour_rules("#0b3d2e"))
    assert light == "#0b3d2e"
    assert least_contrast(dark) < 4.5
    assert colour_rules("") == ""

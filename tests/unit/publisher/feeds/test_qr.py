import re

import segno
from lxml.etree import fromstring

from publisher.feeds import qr_svg

ADDRESS = "https://www.example.gov.cn/yjzj/shiyan-industry-2018/"


def test_a_code_is_a_picture_without_scripts_styles_or_a_size() -> None:
    root = fromstring(qr_svg(ADDRESS))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.keys() == ["viewBox"]
    assert {str(child.tag).rpartition("}")[2] for child in root} == {"path"}
    assert b"style" not in qr_svg(ADDRESS)


def test_the_quiet_zone_is_four_modules_on_each_side() -> None:
    code = segno.make_qr(ADDRESS, error="m", boost_error=False)
    side = code.symbol_size(border=0)[0]
    assert fromstring(qr_svg(ADDRESS)).get("viewBox") == f"0 0 {side + 8} {side + 8}"
    assert code.error == "M"


def test_the_dark_modules_are_those_of_the_address() -> None:
    code = segno.make_qr(ADDRESS, error="m", boost_error=False)
    dark = sum(sum(row) for row in code.matrix)
    drawn = sum(
        int(length) for length in re.findall(r"h(\d+)", qr_svg(ADDRESS).split(b'd="M4')[1].decode())
    )
    assert drawn == dark


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)
    assert len(qr_svg(ADDRESS)) < 4096

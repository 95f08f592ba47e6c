import re

import segno

from comments_service.web.shell.qr_path import qr_path

ADDRESS = "https://www.example.gov.cn/yjzj/receipts/?no=20180715-1234-5678-9"


def test_the_path_draws_the_dark_modules_of_the_address() -> None:
    side, path = qr_path(ADDRESS)
    drawn = [[0] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for at in range(int(x), int(x) + int(length)):
            drawn[int(y)][at] = 1
    code = segno.make_qr(ADDRESS, error="m", boost_error=False)
    assert drawn == [list(row) for row in code.matrix]
    assert code.error == "M"

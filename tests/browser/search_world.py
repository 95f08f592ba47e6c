"""A small site that is searched in the browser, below a path, with no service to ask."""

import functools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.servers.live_service import build
from tests.worlds.sites import write

ISSUERS = ["市经济和信息化局", "市财政局", "市商务局"]
WORDS = ["设立专项资金", "支持企业技术改造", "对企业给予奖励", "公开办事指南", "执行GB/T 9704标准"]

PARTS = """一、总体要求

（一）工作目标。到2020年，建成一批示范项目。

（二）工作任务。列出清单，逐项落实。

二、保障措施

（一）加强领导。各县区人民政府负总责。
"""


def policy(number: int) -> str:
    kind = "consultation" if number % 4 == 0 else "document"
    today = datetime.now(UTC).date()
    opens = today - timedelta(days=100 if number % 8 else 3)
    window = f"{{id: w1, version: v1, opens: {opens}, closes: {opens + timedelta(days=40)}}}"
    return (
        f"title: 第{number}号{'工业' if number % 2 else '商业'}办法\nkind: {kind}\n"
        f"issuer: {ISSUERS[number % 3]}\nissued_on: {2018 + number % 5}-03-01\n"
        "versions: [{id: v1, published_on: 2018-01-01}]\n"
        + (f"windows: [{window}]\n" if kind == "consultation" else "")
    )


def text(number: int) -> str:
    lines = [WORDS[(number + at) % 5] for at in range(6)]
    return "\n\n".join(f"第{'一二三四五六'[at]}条　{line}。" for at, line in enumerate(lines))


class _Below(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/yjzj"))

    def log_message(self, *_: object) -> None:
        pass


def searched_site(folder: Path) -> Path:
    """Build it below a folder; return the folder of the site."""
    files = {f"p{n:02}/policy.yml": policy(n) for n in range(24)}
    files |= {f"p{n:02}/v1.md": text(n) + "\n" for n in range(24)}
    files["p03/policy.yml"] += "doc_no: 江财发〔2019〕33号\n"
    files["p03/notice.md"] = "# 公告\n\n欢迎写信，寄到河东路八号。\n"
    files["p04/explanation.md"] = "# 起草说明\n\n为了便民，重写了本办法。\n"
    files["p09/v1.md"] = PARTS
    files["p06/v1.md"] = text(6).replace("第三条　", "第三条　江城另行规定，")
    build(folder / "site", write(folder / "policies", files))
    return folder / "site"


@contextmanager
def below_a_path(site: Path) -> Iterator[str]:
    """Serve the site's files; give the address of its home page."""
    handler = functools.partial(_Below, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/yjzj/"
        server.shutdown()


_MORE = """() => {
  const button = document.querySelector(".yl-hits .yl-more-row button");
  if (button && !button.disabled) button.click();
  return !button;
}"""


def show_all(page: Page) -> None:
    """Let all documents of this page of hits come in."""
    page.wait_for_function(_MORE)


def ask(page: Page, address: str, query: str) -> int:
    """Search, wait for the list, return its total."""
    page.goto(f"{address}?{query}")
    expect(page.locator(".yl-count")).to_have_text(re.compile("^共|^没有找到"))
    return int(page.locator(".yl-hits").get_attribute("data-total") or -1)

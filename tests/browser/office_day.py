"""An office's way from the first comment to the published outcome, by mouse, clicks counted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.dialog import goes_to, submit
from tests.browser.rest import visit

POLICY = "shiyan-industry-2018"
LETTER = "市经信委：\n我会的意见如下。\n" + "\n".join(
    f"{number}、第{number}点，请写明标准。" for number in "一二三四五六七八九十"
)
CITIZENS = (
    ("林晓芸", "13807281001", "第一部分", "资金门槛偏高，建议降低。"),
    ("周立群", "13807281002", "第二部分", "技改补助建议按投资额分档。"),
    ("陈建国", "13807281003", "第三部分", "名额太少。"),
    ("吴海燕", "13807281004", "第一部分", "请写明拨付时限。"),
    ("王志强", "13807281005", "第二部分", "支持这一条。"),
    ("赵丽", "13807281006", "第三部分", "监督电话请公布。"),
)


@dataclass(frozen=True)
class Receipt:
    """What somebody takes home."""

    number: str
    code: str


def comment_on(page: Page, address: str, citizen: tuple[str, str, str, str]) -> Receipt:
    """Comment on a clause in the site's dialog, as one of the public."""
    name, phone, citation, words = citizen
    visit(page, f"{address}/{POLICY}/")
    page.get_by_label(f"提意见：{citation}", exact=True).click()
    page.locator("textarea:focus").fill(words)
    page.get_by_label("建议", exact=True).check()
    goes_to(page, "留身份")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=phone]").fill(phone)
    page.locator("input[name=consent_notice]").check()
    submit(page)
    number = page.locator("[data-receipt-no]")
    expect(number).to_be_visible()
    code = page.locator("[data-query-code]").text_content()
    return Receipt(number.text_content() or "", code or "")


class Official:
    """Somebody at the desk with a mouse; a list that is opened takes two clicks."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page, self.desk, self.clicks = context.new_page(), f"{address}/desk/", 0

    def signs_in(self, login: str, password: str) -> None:
        self.page.goto(self.desk)
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.presses("登录")
        expect(self.page).to_have_url(self.desk)

    def clicks_on(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def presses(self, name: str) -> None:
        self.clicks_on(self.page.get_by_role("button", name=name, exact=True))

    def follows(self, name: str, *, exact: bool = True) -> None:
        self.clicks_on(self.page.get_by_role("link", name=name, exact=exact).first)

    def selects(self, label: str, value: str) -> None:
        self.clicks += 2
        self.page.get_by_label(label, exact=True).select_option(value)

    def types(self, **texts: str) -> None:
        """Fill fields by their labels; the next one is reached by the keyboard."""
        for label, text in texts.items():
            self.page.get_by_label(label, exact=True).fill(text)


def enter_the_post(heli: Official) -> list[Receipt]:
    """登记: a letter with ten points, a fax that came a day late, a unit's 无意见."""
    page = heli.page
    heli.follows("登记来件")
    expect(page).to_have_url(re.compile("/enter$"))
    if page.url.endswith("/desk/enter"):  # several consultations
        heli.follows("十堰市", exact=False)
    heli.selects("反馈人", "organisation")
    heli.types(**{
        "寄出（邮戳）日期": "2018-07-14", "收到日期": "2018-07-20",
        "单位名称": "市机械行业协会", "联系方式": "0719-8550126",
    })  # fmt: skip
    heli.clicks_on(page.get_by_text("粘贴文字，按序号分条"))
    heli.types(整封信的文字=LETTER)
    heli.presses("按序号分条")
    expect(page.get_by_role("heading", name="10条意见")).to_be_visible()
    for number in range(1, 10):
        heli.types(**{f"第{number}条的条款": "三（三）"})
    heli.presses("登记这件来件")
    receipts = [_slip(page)]
    heli.follows("登记下一件")
    heli.clicks_on(page.get_by_label("传真", exact=True))
    heli.selects("反馈人", "organisation")
    heli.types(收到日期="2018-07-19", 单位名称="张湾区某专用车厂")
    heli.types(第1条的条款="二", 第1条的意见="试验费奖励太低。")
    heli.presses("登记这件来件")
    expect(page.get_by_text("逾期收到，已登记")).to_be_visible()
    receipts.append(_slip(page))
    heli.follows("查看这件来件")
    heli.follows("征求部门意见")
    heli.types(单位名称="市财政局", 应于哪天前回复="2018-07-25")
    heli.presses("加入名单")
    heli.clicks_on(page.locator("tr[data-unit] form button"))
    expect(page.locator("tr[data-unit]")).to_contain_text("无意见")
    return receipts


def _slip(page: Page) -> Receipt:
    texts = [page.locator(f"[data-{name}]").text_content() for name in ("receipt-no", "query-code")]
    return Receipt(texts[0] or "", texts[1] or "")


def _duty(page: Page) -> Locator:
    return page.locator(".yl-duty", has_text="十堰市")


def check_the_post(reviewer: Official) -> None:
    """核对: by another, each letter beside its entry."""
    for _ in range(2):
        if reviewer.page.url != reviewer.desk:
            reviewer.follows("待办")
        reviewer.clicks_on(_duty(reviewer.page).get_by_role("link", name="核对", exact=True))
        reviewer.clicks_on(reviewer.page.locator("[data-open]").first)
        reviewer.follows("核对")
        reviewer.presses("与原件一致")
        # What is told of it, not of the click: others go on from here.
        expect(reviewer.page.get_by_text("核对无误")).to_be_visible()


def in_order(numbers: Iterable[str]) -> list[int]:
    """Return the numbers of submissions in the order in which they came, of comments' numbers."""
    found = (re.search(r"([0-9]+)-[0-9]+", each) for each in numbers)
    return sorted({int(each[1]) for each in found if each})


def decide_in_the_browser(handler: Official) -> None:
    """拟办: one comment on its page, seven of the letter together in the register."""
    page = handler.page
    handler.follows("待办")
    handler.clicks_on(_duty(page).get_by_role("link", name="拟办", exact=True))
    serials = in_order(page.locator("[data-open]").all_inner_texts())
    handler.clicks_on(page.locator("[data-open]", has_text=f"{serials[0]}-1"))
    handler.clicks_on(page.locator(".yl-pick").get_by_text("采纳", exact=True))
    handler.types(体现在哪一条="第一部分")
    expect(page.locator(".yl-clause-found")).to_be_visible()
    handler.presses("只保存")
    expect(page.get_by_text(f"意见{serials[0]}-1已保存")).to_be_visible()
    handler.follows("台账")
    for point in range(1, 8):
        handler.clicks_on(page.get_by_label(f"选择{serials[6]}-{point}", exact=True))
    handler.selects("采纳情况", "partly_adopted")
    handler.types(**{"理由（每条各记一份）": "标准另行写明。", "体现在哪一条": "第三部分（三）"})
    handler.presses("对7条拟办")
    expect(page.get_by_text("已对7条拟办")).to_be_visible()


def take_the_sheet(handler: Official, folder: Path) -> Path:
    """导出表格: what is left, to be filled in by a program for tables."""
    page, path = handler.page, folder / "意见采纳情况表.xlsx"
    handler.clicks_on(page.locator('a[href*="/sheet"]').first)
    with page.expect_download() as download:
        handler.clicks += 1
        page.get_by_role("link", name="下载 意见采纳情况表", exact=False).click()
    download.value.save_as(path)
    return path


def bring_the_sheet_back(handler: Official, path: Path, changed: int) -> None:
    """导回表格: every change is shown before it is taken."""
    page = handler.page
    handler.clicks += 2  # the file's button, the file
    page.locator("#sheet-decisions").set_input_files(path)
    handler.clicks_on(page.get_by_role("button", name="先看会改什么").first)
    expect(page.get_by_role("heading", name=f"要改动{changed}条意见")).to_be_visible()
    handler.presses(f"照表格拟办这{changed}条")
    expect(page.get_by_text(f"已对{changed}条拟办")).to_be_visible()


def release_and_publish(reviewer: Official, number: int) -> None:
    """审核, 公布: all together, then the outcome after a second look at its figures."""
    page = reviewer.page
    reviewer.follows("发布与反馈")
    reviewer.presses(f"审核发布这{number}条")
    expect(page.get_by_text(f"{number}条已审核发布")).to_be_visible()
    reviewer.follows("公布采纳情况")
    reviewer.presses("确认公布采纳情况")
    expect(page.get_by_text("采纳情况已公布。")).to_be_visible()

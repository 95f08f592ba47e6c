"""Writing, signing and sending a comment in the dialog, by mouse."""

import re

from playwright.sync_api import Page, expect

from tests.servers.live_service import Running

SUBMISSIONS = "**/api/v1/submissions"


def begin(page: Page, running: Running, citation: str, words: str) -> None:
    if "shiyan" not in page.url:
        page.goto(f"{running.address}/shiyan-industry-2018/")
        expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    page.get_by_label(f"提意见：{citation}", exact=True).click()
    page.locator("textarea:focus").fill(words)


def goes_to(page: Page, step: str) -> None:
    """Go to a step of the dialog: 写意见, 留身份."""
    page.locator(".yl-dialog-steps").get_by_role("button", name=step).click()


def identify(page: Page) -> None:
    """Take a stance in each comment, and say who one is."""
    for comment in page.locator(".yl-comment").all():
        comment.get_by_label("建议", exact=True).check()
    page.get_by_role("button", name="下一步：留身份").click()
    page.locator("input[name=name]").fill("林晓芸")
    page.locator("input[name=phone]").fill("13800138000")
    page.locator("input[name=consent_notice]").check()


def submit(page: Page) -> None:
    # By the names that others may rely on, and by its words.
    send = page.locator("[data-yanlu=comment-dialog] [data-yanlu=send]")
    expect(send).to_have_text(re.compile(r"^提交\d+条意见$"))
    send.click()

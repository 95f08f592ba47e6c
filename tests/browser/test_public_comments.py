"""A comment on its way to the public: words left out by choosing them, read from its clause."""

import json
import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from comments_service.domain.accounts.roles import Role
from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.browser.looks import assert_clean_in_both_languages
from tests.browser.rest import visit
from tests.servers.live_service import Running, build, served
from tests.worlds.officers import PASSWORD, add_officer

pytestmark = [pytest.mark.browser, pytest.mark.soak]
POLICY = """title: 停车管理办法
kind: consultation
publish_comments: during
versions: [{id: v1, label: 征求意见稿, published_on: 2018-07-12}]
windows: [{id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18}]
"""
TEXT = (
    "# 停车管理办法\n\n一、总体要求\n\n停车三十分钟以内免费。\n\n二、附则\n\n自印发之日起施行。\n"
)
SENT = {
    "policy": "parking", "version": "v1", "participant": "person", "name": "林晓芸",
    "phone": "13807281234", "consent_notice": True, "idempotency_key": "public-comments-1",
    "comments": [{
        "clause": "part_1__para_1", "stance": "suggest", "reason": "别的城市如此。",
        "body": "我家在车城路旁边，电话13807281234，请改为一小时。",
        "proposed_text": "停车六十分钟以内免费。",
    }],
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("public")
    policy = folder / "policies/parking"
    policy.mkdir(parents=True)
    (policy / "policy.yml").write_text(POLICY, "utf-8")
    (policy / "v1.md").write_text(TEXT, "utf-8")
    build(folder / "site", folder / "policies")
    with served(folder / "site", folder) as running:
        service = open_service(Settings.from_env(running.env))
        add_officer(service, "chen", Role.REVIEWER)
        service.database.close()
        send(running.address)
        yield running


def send(address: str) -> None:
    body = json.dumps(SENT).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/submissions", body, headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201


def choose(page: Page, words: str) -> None:
    """Choose words of the comment's body, as a mouse does."""
    page.locator("[data-redact-text]").first.evaluate(
        """(element, words) => {
          const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const at = texts.currentNode.data.indexOf(words);
            if (at >= 0) getSelection().setBaseAndExtent(
              texts.currentNode, at, texts.currentNode, at + words.length);
          }
        }""",
        words,
    )


def test_words_that_are_chosen_are_left_out_and_the_clause_leads_to_the_rest(
    page: Page, plain_page: Page, office: Running
) -> None:
    visit(page, f"{office.address}/desk/login")
    page.get_by_label("登录名").fill("chen")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    visit(page, f"{office.address}/desk/parking/public")
    page.locator("tr[data-comment] a").click()
    expect(page.locator("mark")).to_have_text(["13807281234"])
    choose(page, "车城路")
    page.get_by_role("button", name="隐去所选").click()
    expect(page.locator("mark")).to_have_text(["车城路", "13807281234"])
    expect(page.get_by_label("隐去的文字")).to_have_value("13807281234\n车城路")
    page.get_by_label("可以公开").check()
    deciding = page.url
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^意见\d+-1已保存$"))
    for place in (deciding, f"{office.address}/desk/parking/public"):
        assert_clean_in_both_languages(page, place)

    visit(page, f"{office.address}/parking/")
    page.locator('[data-wid$="part_1__para_1"] .yl-link').first.press("Enter")
    page.locator(".yl-menu").get_by_role("link", name="看公开的意见").press("Enter")
    expect(page.get_by_role("heading", name="公开的意见")).to_be_visible()
    expect(page.locator("article")).to_contain_text("我家在〔隐去〕")
    expect(page.locator("article ins")).to_contain_text("六")
    assert "车城路" not in page.content()
    assert_clean_in_both_languages(page, f"{office.address}/forms/parking/comments")

    # Without scripts too.
    plain_page.goto(f"{office.address}/parking/")
    plain_page.get_by_role("link", name="看公开的意见").click()
    expect(plain_page.locator("article")).to_contain_text("林*芸")

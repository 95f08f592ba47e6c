"""Sources of policies at every point of their life, for tests of the policy page."""

from functools import cache
from pathlib import Path

from tests.worlds.sites import BASE, built_once

_DRAFT = """# 停车管理办法（征求意见稿）

一、总体要求

（一）适用范围。本办法适用于城区公共停车场。

（二）基本原则。坚持便民。

1.公开透明。收费标准应当公示。

二、收费

停车三十分钟以内免费。

三、附则

本办法自印发之日起施行。
"""
_SECOND = _DRAFT.replace("三十分钟", "六十分钟").replace("（征求意见稿）", "（第二次征求意见稿）")
_ENGLISH = """# Measures on Parking

I. General

(1) Scope. These measures apply to public car parks.

(2) Principles. Parking serves people.

1. Prices are posted.

II. Charges

III. Final provisions
"""

SOURCES = {
    "parking/policy.yml": """title: 停车管理办法
kind: consultation
issuer: 市城市管理局
index_no: "0110/2018-1"
doc_no: ""
channels:
  - {kind: email, to: parking@example.org}
versions:
  - {id: v1, label: 征求意见稿, published_on: 2018-06-01}
  - {id: v2, label: 第二次征求意见稿, published_on: 2018-07-12}
windows:
  - {id: w1, version: v1, opens: 2018-06-01, closes: 2018-06-10, shortened_reason: 汛期将至}
  - id: w2
    version: v2
    opens: 2018-07-12
    closes: 2018-07-18
    history: [{at: "2018-07-13T08:00:00", opens: 2018-07-12, closes: 2018-07-16, reason: 来信较多}]
""",
    "parking/v1.md": _DRAFT,
    "parking/v2.md": _SECOND,
    "parking/v2.en.md": _ENGLISH,
    "parking/notice.md": "# 关于公开征求《停车管理办法》意见的公告\n\n现公开征求意见。\n\n"
    "市城市管理局\n\n2018年7月12日\n",
    "parking/explanation.md": "为什么制定。\n",
    "reading/policy.yml": "title: 读懂停车管理办法\nkind: interpretation\nissued_on: 2018-07-13\n"
    "links: [{rel: interprets, to: parking, clauses: [第二部分, 一、（一）]}]\n",
    "reading/v1.md": "停车半小时以内免费改为一小时。\n",
    "repealed/policy.yml": "title: 旧停车办法\nvalidity: 废止\nissued_on: 2001-02-03\n",
    "repealed/v1.md": "第一条 旧规定。\n\n第二条 自公布之日起施行。\n",
    "valid/policy.yml": "title: 现行办法\nvalidity: 有效\nissued_on: 2010-02-03\n",
    "valid/v1.md": "第一条 现行规定。\n",
    "closed/policy.yml": "title: 已截止的办法\nkind: consultation\n"
    "versions: [{id: v1, label: 征求意见稿, published_on: 2018-06-01}]\n"
    "windows: [{id: w1, version: v1, opens: 2018-06-01, closes: 2018-06-30}]\n",
    "closed/v1.md": "一、总则\n\n正文。\n",
    "coming/policy.yml": "title: 即将开始的办法\nkind: consultation\n"
    "versions: [{id: v1, label: 征求意见稿, published_on: 2018-07-01}]\n"
    "windows: [{id: w1, version: v1, opens: 2018-07-20, closes: 2018-08-20}]\n",
    "coming/v1.md": "一、总则\n\n正文。\n",
    "ending/policy.yml": "title: 最后一天的办法\nkind: consultation\n"
    "versions: [{id: v1, label: 征求意见稿, published_on: 2018-06-01}]\n"
    "windows: [{id: w1, version: v1, opens: 2018-06-10, closes: 2018-07-13}]\n",
    "ending/v1.md": "第一条 正文。\n\n第二款。\n\n第二条 自公布之日起施行。\n",
    "issued/policy.yml": "title: 已印发的办法\nkind: consultation\ndoc_no: 市政发〔2018〕1号\n"
    "versions:\n  - {id: v1, label: 征求意见稿, published_on: 2018-01-01}\n"
    "  - {id: v2, label: 印发稿, published_on: 2018-07-01, issued_on: 2018-07-01}\n"
    "windows: [{id: w1, version: v1, opens: 2018-01-01, closes: 2018-01-31}]\n",
    "issued/v1.md": "一、总则\n\n正文。\n",
    "issued/v2.md": "一、总则\n\n正文改了。\n",
}


@cache
def lives_site() -> Path:
    """Return their site, whose address is known, built once for all tests."""
    return built_once("lives", SOURCES, base_url=BASE)

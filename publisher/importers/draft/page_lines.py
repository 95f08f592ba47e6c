"""Lines that a portal sets around a document: 当前位置, 字号 打印 关闭, 上一篇, 版权所有."""

import re
from collections.abc import Iterator, Sequence

from publisher.clauses.markers import find_marker, fold_width
from publisher.importers.blocks.imported_text import Block
from publisher.importers.draft.day_forms import is_day
from publisher.importers.draft.organs import is_organ
from publisher.importers.draft.title_block import DIVISION

_WORD = (
    r"(?:字号|字体|大|中|小|默认|打印(?:本页|此页|文章)?|关闭(?:窗口|本页)?|分享(?:到|至)?|收藏|下载"
    r"|复制链接|返回(?:顶部|首页|上一页|列表)?|微信|微博|新浪微博|QQ空间|QQ好友|朗读|听全文|纠错|我要纠错"
    r"|登录|注册|无障碍|长者模式|关怀版|手机版|繁體|繁体|简体|适老版|首页|关于我们|联系我们|网站地图|回到顶部|T|A\+|A-)"
)
_SIGN = r"[\s\[\]【】()|/:,.·•>+\-]"
_BUTTONS = re.compile(rf"{_SIGN}*(?:{_WORD}{_SIGN}*)+")
_PLACE = re.compile(
    r"(?:[您你]?(?:现在|当前|所在)?的?位置(?:是|为)? ?:.*|首页 ?[>›»/].*"
    r"|.{2,12} ?[>›»] ?.{2,20} ?[>›»].*)"
)
_SERVICE = re.compile(
    r"(?:(?:上一[篇条]|下一[篇条]|责任编辑|编辑|作者|审核|初审|终审|浏览次数|浏览量|阅读次数|阅读量|点击数"
    r"|点击量|点击次数|访问量|来源|主办|主办单位|承办|承办单位|协办|技术支持|网站标识码|附件下载|文件下载"
    r"|相关附件|打印|分享) ?:|扫一扫|扫码|用微信扫|网站地图|联系我们|关于我们|版权所有|版权声明"
    r"|.{0,60}ICP备|.{0,60}公网安备|建议使用|copyright|©|.{0,10}微信扫一扫|点击[上下]方|点击蓝字"
    r"|关注(?:我们|该公众号)|(?:轻触)?阅读原文|预览时|继续滑动|打开.{0,6}APP|点赞"
    r"|发布(?:日期|时间) ?:.{8,24}浏览)"
    r".{0,80}"
    r"|相关.{2,4}",
    re.IGNORECASE,
)
_SITE = re.compile(
    r".{0,16}(?:门户网站|政府网站?|政务网|信息公开(?:平台|专栏|目录|网)?|政策文件库?|规范性文件|政务公开)"
    r"|.{2,10}政府公报|(?:(?:19|20)\d\d ?年 ?)?第 ?\d+ ?期(?:\(总.{0,8}\))?"
    r"|(?:通知公告|公示公告|公告公示|政府文件|部门文件|法规文件|政策法规|法律法规|政策解读|意见征集"
    r"|民意征集|征集调查|互动交流|政务服务|新闻动态|正文|文章详情|详情)"
)
# 来源, a time of day or the like beside a day: who put a page up, and when.
_PUT_UP = re.compile(
    r"(?!\().{0,60}?((?:19|20)\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日?(?: \d{1,2}:\d\d)?)"
    r".{0,60}"
)
_BESIDE = re.compile(
    r"来源|来自|发布|作者|由 |字[体号]|浏览|阅读|点击|原创|编辑|\d:\d\d|网站"
    r"|Published|Posted|Source"
)
# What portals set below a text, with lists or boxes to fill in under it.
_TAIL = re.compile(
    r"(?:相关|热点|热门|最新|近期|推荐|精彩|更多|延伸)"
    r"(?:稿件|新闻|文章|链接|阅读|信息|文件|政策|解读|报道|推荐|内容|专题|资讯|发布|评论|排行|附件)"
    r"|猜你喜欢|我要(?:提意见|留言|评论|咨询|建言|反馈|纠错|参与)"
    r"|(?:网友|公众|最新|精选)?(?:评论|留言)(?:列表|区)?|分享让.*"
)
_ENDS = re.compile(r"[。；;!?！？）)》”：:]$|^附")
_LONGEST = 100
_LOOKED_AT = 120


def find_page_lines(blocks: Sequence[Block], *, is_page: bool = False) -> Iterator[int]:
    """Yield the numbers of lines that a portal sets before a text begins and after its end."""
    lines = [at for at in range(len(blocks)) if blocks[at].text]
    for at in lines[:_LOOKED_AT]:
        if find_marker(blocks[at].text) or blocks[at].text.endswith("。"):
            break
        above = _is_page_line(blocks[at]) or _SITE.fullmatch(fold_width(blocks[at].text))
        if above or (is_page and put_up(blocks[at])):
            yield at
    for at in reversed(lines[1:]):
        if not _is_page_line(blocks[at]):
            return
        yield at


def find_tail(blocks: Sequence[Block]) -> range:
    """Return the blocks below a text that the portal sets there: from 相关文章 or the like on."""
    start = len(blocks)
    for at in (at for at in reversed(range(1, len(blocks))) if blocks[at].text):
        block = blocks[at]
        is_form = bool(block.rows) and all(fold_width(row[0]).endswith(":") for row in block.rows)
        if _is_page_line(block) or _TAIL.fullmatch(fold_width(block.text).strip(":")):
            start = at
        elif may_be_text(block) and not (is_form or block.text.startswith("• ")):
            break
    return range(start, len(blocks))


def may_be_text(block: Block) -> bool:
    """Return whether a line is one with which a text begins or ends, and no portal does."""
    text = block.text
    numbered = find_marker(text) or DIVISION.match(text)
    return bool(block.rows or _ENDS.search(text) or numbered or is_day(text) or is_organ(text))


def put_up(block: Block) -> str:
    """Return the day in a line that says who put a page up, and when; "" where it is none."""
    text = fold_width(block.text)
    found = _PUT_UP.fullmatch(text) if _BESIDE.search(text) else None
    return found[1] if found and not text.endswith(("。", ":")) else ""


def _is_page_line(block: Block) -> bool:
    cells = " ".join(cell for row in block.rows for cell in row)
    if len(block.text) > _LONGEST:
        return False
    text = fold_width(cells or block.text).lstrip("•· ")
    if text.endswith("。"):
        return False
    return bool(_BUTTONS.fullmatch(text) or _PLACE.fullmatch(text) or _SERVICE.fullmatch(text))

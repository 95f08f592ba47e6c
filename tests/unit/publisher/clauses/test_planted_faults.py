"""Each fault of numbering that is planted in a right text is told; the right text has none."""

from pathlib import Path

import pytest

from catalogue.window import parse_instant
from publisher.checks import run_checks
from publisher.compile.site import compile_site
from publisher.problems import Problems
from publisher.sources import SiteFile, read_policies
from tests.worlds.sites import write

NOW = parse_instant("2031-03-02T10:00:00+08:00")
ABOUT_NUMBERS = {"C001", "C002", "C003", "C004", "C005", "C006", "C007", "K003", "K004"}

OPINION = """# 花园建设意见
一、总体要求
（一）指导思想。坚持共建。
（二）工作目标。三年十处。
二、重点任务
（一）选址
1.利用边角地。
2.避开管线。
3.征求居民意见：
（1）书面征求；
（2）当面征求；
（3）网上征求。
（二）建设
①平整土地；
②配备雨水桶；
③种植本地树种。
三、组织保障
（一）资金。列入预算。
"""
LAW = """# 花园条例
第一章 总则
第一条 为了建设花园，制定本条例。
第二条 花园包括下列：
（一）社区花园；
（二）街角花园：
1.临街的；
2.临河的；
（三）屋顶花园。
前款第三项所列花园由业主养护。
第二章 建设
第一节 选址
第三条 选址应当公开。
第二节 施工
第四条 施工依照本条例第三条。
第三章 附则
第五条 花园，是指：“种植花木的绿地”。
第六条 本条例自公布之日起施行。
"""
NOTICE = """# 关于花园共建的通知
现印发有关材料。
附件：1.花园名单
2.认领办法
某区城管局
2031年3月4日
附件1
花园名单
一、东门花园
二、西门花园
附件2
认领办法
一、自愿申请。
二、签订协议。
"""
LISTED = """# 关于花园共建的通知
一、格式见附件2。
附件：1.花园名单
2.认领表
3.协议样本
某区城管局
2031年3月4日
附件1
花园名单
东门花园。
附件2
认领表
姓名、面积。
附件3
协议样本
（略）
"""
UNLISTED = """# 关于花园共建的通知
一、认真学习。
附件1
花园名单
东门花园。
附件2
认领办法
自愿申请。
附件3
协议样本
（略）
"""
GUIDE = """# 花园技术指南
1 总则
1.1 适用范围
适用于社区花园。
1.2 原则
1.2.1 因地制宜。
1.2.2 就近取材。
1.2.3 节约用水。
2 选址
2.1 边角地。
2.2 屋顶。
3 附则
3.1 解释见附录A。
附录A
术语
花园。
"""
PLAN = """# 花园规划
第一章 基础
建成五十处。
第一节 成效
绿地增加。
第二节 问题
资金不足。
第二章 任务
一、增加总量
专栏1 提升工程
1.补种树木。
2.增设水池。
二、提高质量
专栏2 管护工程
1.培训人员。
2.统一标识。
第三章 保障
列入预算。
"""

FAULTS = [
    (OPINION, "二、重点", "四、重点", "a part skipped"),
    (OPINION, "三、组织", "二、组织", "a part doubled"),
    (OPINION, "一、总体要求\n", "", "the first part lost"),
    (OPINION, "（二）工作", "（三）工作", "a section skipped"),
    (OPINION, "（二）建设", "（一）建设", "a section doubled"),
    (OPINION, "（一）选址\n", "", "the first section lost"),
    (OPINION, "2.避开管线。\n", "", "an item lost"),
    (OPINION, "3.征求", "2.征求", "an item doubled"),
    (OPINION, "1.利用边角地。\n", "", "the first item lost"),
    (OPINION, "（2）当面征求；\n", "", "a lower item lost"),
    (OPINION, "（1）书面征求；\n", "", "the first lower item lost"),
    (OPINION, "（3）网上", "（2）网上", "a lower item doubled"),
    (OPINION, "①平整土地；\n", "", "① lost"),
    (OPINION, "②配备雨水桶；\n", "", "② lost"),
    (OPINION, "③种植", "②种植", "② doubled"),
    (OPINION, "（一）选址\n", "1.总的要求。\n（一）选址\n", "a level that jumps back"),
    (OPINION, "（一）资金。", "1.资金。", "a level left out"),
    (LAW, "第三条 选址", "第四条 选址", "an article skipped"),
    (LAW, "第二条 花园", "第一条 花园", "an article doubled"),
    (LAW, "第一条 为了建设花园，制定本条例。\n", "", "the first article lost"),
    (LAW, "公开。\n第二节 施工\n第四条", "公开。第四条", "an article glued"),
    (LAW, "第三条 选址", "第九条 选址", "an article out of its place"),
    (LAW, "绿地”。", "绿地。", "a quotation not closed"),
    (LAW, "第二章 建设", "第三章 建设", "a chapter doubled or skipped"),
    (LAW, "第三章 附则", "第四章 附则", "a chapter skipped"),
    (LAW, "第一章 总则\n", "", "the first chapter lost"),
    (LAW, "第二节 施工", "第三节 施工", "a section of a chapter skipped"),
    (LAW, "（二）街角", "（三）街角", "an item of an article skipped"),
    (LAW, "（一）社区花园；\n", "", "the first item of an article lost"),
    (LAW, "2.临河的", "1.临河的", "a 目 doubled"),
    (LAW, "前款第三项", "前款第四项", "an item of the 款 above that is not there"),
    (LAW, "本条例第三条", "本条例第三十条", "a reference that leads nowhere"),
    (NOTICE, "附件2\n认领办法\n一、自愿申请。\n二、签订协议。\n", "", "an annex missing"),
    (NOTICE, "2.认领办法\n", "", "an annex that nobody lists"),
    (NOTICE, "附件2\n认领", "附件1\n认领", "an annex doubled"),
    (NOTICE, "2.认领办法\n", "1.认领办法\n", "a number doubled in the list of annexes"),
    (NOTICE, "有关材料。", "有关材料，格式见附件3。", "an annex named that is missing"),
    (NOTICE, "二、签订", "三、签订", "a part of an annex skipped"),
    (LISTED, "2.认领表\n", "", "an annex that the list leaves out, though the text names it"),
    (UNLISTED, "附件2\n认领办法\n自愿申请。\n", "", "an annex skipped"),
    (GUIDE, "1.2.2 就近", "1.2.4 就近", "a decimal out of order"),
    (GUIDE, "2.2 屋顶", "2.1 屋顶", "a decimal doubled"),
    (GUIDE, "1.1 适用范围\n", "", "the first decimal lost"),
    (GUIDE, "见附录A", "见附录B", "an appendix named that is missing"),
    (GUIDE, "2 选址", "3 选址", "a first level out of order"),
    (GUIDE, "2 选址\n2.1 边角地。\n2.2 屋顶。\n", "", "a first level skipped"),
    (PLAN, "第二章 任务", "第四章 任务", "a chapter without articles skipped"),
    (PLAN, "第二节 问题", "第一节 问题", "a section without articles doubled"),
    (PLAN, "二、提高质量", "三、提高质量", "一、 under a chapter skipped"),
    (PLAN, "专栏2", "专栏3", "a box skipped"),
    (PLAN, "2.增设水池。", "3.增设水池。", "an item of a box skipped"),
]  # fmt: skip


def told(text: str, folder: Path) -> set[str]:
    files = {
        "a/policy.yml": "title: 花园\nkind: document\nversions:\n- {id: v1}\n",
        "a/v1.md": text,
    }
    problems = Problems()
    sources = read_policies(write(folder, files), problems)
    site = compile_site(sources, SiteFile(), NOW, problems, preview=True)
    run_checks(site, NOW, problems)
    return {problem.code for problem in problems} & ABOUT_NUMBERS


@pytest.mark.parametrize("text", [OPINION, LAW, NOTICE, LISTED, UNLISTED, GUIDE, PLAN])
def test_a_right_text_has_no_doubt(text: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) == set()


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [case[:3] for case in FAULTS],
    ids=[case[3] for case in FAULTS],
)
def test_a_planted_fault_is_told(text: str, right: str, wrong: str, tmp_path: Path) -> None:
    assert text.count(right) == 1
    assert told(text.replace(right, wrong), tmp_path)

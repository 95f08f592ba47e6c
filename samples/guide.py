"""The last lines of a demo: what to look at. ``python -m samples.guide ADDRESS``."""

import sys
from pathlib import Path

DEMO = Path(".demo")


def lines(address: str) -> list[str]:
    """Return five lines; without the samples they name the draft that is open alone."""
    accounts = DEMO / "accounts"
    if not accounts.exists():
        return [
            f"  十堰草案正在征求意见，可以提意见：{address}/shiyan-industry-2018/",
            f"  凭回执编号和查询码查办理情况：{address}/receipts/",
            f"  接口说明：{address}/api/openapi.json",
            "  没有演示样例：另设了 YANLU_DATABASE，或 YANLU_NOW 早于2018年7月",
            "  script/demo --fresh 从头再来",
        ]
    logins = "，".join(" 密码 ".join(line.split()) for line in accounts.read_text().splitlines())
    return [
        f"  十堰草案正在征求意见，可以提意见：{address}/shiyan-industry-2018/",
        f"  等着办理的演示样例（登录意见台）：{address}/desk/",
        f"  两个账号：{logins}",
        f"  已经反馈的演示样例：{address}/sample-parking/results/",
        "  导出的文件（公开版）：.demo/报告/",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(sys.argv[1])) + "\n")

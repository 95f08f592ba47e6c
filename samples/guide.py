"""The last lines of a demo: what to look at. ``python -m samples.guide ADDRESS``."""

import sys
from pathlib import Path

DEMO = Path(".demo")


def lines(address: str) -> list[str]:
    """Return five lines; without the samples they name the real draft alone."""
    kept = DEMO / "accounts"
    pairs = [line.split() for line in kept.read_text().splitlines()] if kept.exists() else []
    logins = "，".join(f"{login} 密码 {word}" for login, word in pairs)
    draft = f"  十堰草案，在征集期内可以提意见：{address}/shiyan-industry-2018/"
    accounts = (
        f"  两个账号：{logins}" if logins else "  账号自行开设：python -m comments_service staff"
    )
    if (DEMO / "报告").exists():
        return [
            draft,
            f"  等着办理的演示样例（登录办理台）：{address}/desk/",
            accounts,
            f"  已经反馈的演示样例：{address}/sample-parking/results/",
            "  导出的文件（公开版）：.demo/报告/",
        ]
    return [
        draft,
        f"  办理台：{address}/desk/",
        accounts,
        "  没有演示样例：另设了 YANLU_DATABASE，或 YANLU_NOW 早于2018年7月",
        "  script/demo --fresh 从头再来",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(sys.argv[1])) + "\n")

"""The texts before and after a policy in its list, and those on the same subject."""

import re
from pathlib import Path

from tests.worlds.sites import build, write


def policy(day: str, subject: str = "", issuer: str = "甲市城管局", kind: str = "document") -> str:
    lines = [f"title: {day or '不知何日'}的文件", f"kind: {kind}", f"issuer: {issuer}"]
    lines += [f"issued_on: {day}"] if day else []
    lines += [f"subject: {subject}"] if subject else []
    return "\n".join(lines) + "\n"


DAYS = {name: f"2024-01-{number:02}" for number, name in enumerate("abcdefgh", 1)}
OTHERS = {
    "c": policy(DAYS["c"], subject="停车"),
    "g": policy(DAYS["g"], subject="停车", issuer="乙市城管局"),
    "news": policy("2024-01-03", kind="news", issuer="丙社"),
    "undated": policy("", subject="停车"),
}


def sources(folder: Path, **more: str) -> Path:
    policies = {name: policy(day) for name, day in DAYS.items()} | OTHERS | more
    files = {f"{name}/policy.yml": text for name, text in policies.items()}
    return write(folder, files | {f"{name}/v1.md": "一、写清楚。\n" for name in policies})


def near(site: Path, name: str) -> list[str]:
    html = (site / name / "index.html").read_text("utf-8")
    return re.findall(r'yl-near-name.*?datetime="([\d-]+)"', html)


def test_a_text_leads_to_those_around_it_and_is_made_again_for_them_alone(tmp_path: Path) -> None:
    jobs: list[int] = []
    policies, site = sources(tmp_path / "policies"), tmp_path / "site"
    build(policies, site, progress=lambda _, of: jobs.append(of))
    # In a first build too each page is made once.
    assert set(jobs) == {len(DAYS) + 2}
    html = (site / "c/index.html").read_text("utf-8")
    assert 'href="../d/" rel="next"' in html
    assert 'href="../b/" rel="prev"' in html
    # The newer, the older, that on the same subject, then the nearest of the same office.
    assert near(site, "c") == [DAYS[name] for name in "dbgea"]
    assert near(site, "h") == [DAYS[name] for name in "gfed"]
    assert near(site, "news") == near(site, "undated") == near(site, "c/v1") == []

    sources(policies, z=policy("2024-01-09"))
    assert build(policies, site).rendered < len(DAYS)
    assert near(site, "h")[0] == "2024-01-09"
    assert near(site, "z") == [DAYS[name] for name in "hfe"]
    build(policies, tmp_path / "again")
    for name in (*DAYS, "z"):
        anew = (tmp_path / "again" / name / "index.html").read_bytes()
        assert (site / name / "index.html").read_bytes() == anew

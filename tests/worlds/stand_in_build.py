"""Stands for ``build.py`` where only the desk is tried: what it prints, by the file's own words."""

import itertools
import json
import os
import signal
import sys
from pathlib import Path


def problem(path: str, severity: str, text: str, rule: str = "") -> dict[str, object]:
    return {"path": path, "line": 3, "code": "K004", "kind": "K004", "severity": severity,
            "text": text, "rule": rule, "english": {"text": f"{severity} at K004"}}  # fmt: skip


def read(source: Path, policy: str, answers: dict[str, str]) -> tuple[int, dict[str, object]]:
    text = source.read_bytes().decode("utf-8", "replace")
    if "分身" in text and not os.fork():
        os.setsid()
        Path("../../escaped").write_text(str(os.getpid()), "ascii")
        signal.alarm(60)
    if "挂起" in text:
        signal.pause()
    if "太多" in text:
        sys.stdout.write("x" * 17 * 1024 * 1024)
    lines = [each for each in text.splitlines() if each]
    title = answers.get("title", lines[0])
    rows = [
        {"eid": f"part_{at}", "parent": None, "kind": "part", "depth": 0, "number": f"{at}、",
         "heading": "", "text": line, "citation": "", "line": at}
        for at, line in enumerate(lines[1:], 1)
    ]  # fmt: skip
    problems = []
    if "坏" in text:
        rows, problems = [], [problem(source.name, "error", "文件是坏的，请另存为.docx")]
    if answers.get("issued_on") == "昨天":
        problems = [problem("answers.json", "error", "发布日期写作2026-11-30")]
    asked = {"old_lines": ["旧条"], "new_lines": ["新条"],
             "fates": ["v1.part_1=part_2", "v1.part_1=deleted"]}  # fmt: skip
    left = policy == "known-2017" and not answers.get("decisions")
    files = {"policy.yml": f"title: {title}\n", "v1.md": "\n\n".join(lines[1:]) + "\n"}
    if "出去" in text:
        files["../escaped.md"] = "escaped"
    return bool(problems), {
        "schema": "yanlu-reading/1", "file": source.name, "policy": policy, "version": "v1",
        "found": {"title": title, "doc_no": "十经信〔2018〕12号", "kind": "consultation",
                  "windows": [{"opens": "2018-07-12", "closes": "2018-07-18"}],
                  "channels": [{"kind": "email", "to": "jxw@example.com", "postcode": ""}]},
        "notice": {"title": "公告", "paragraphs": ["现公开征求意见。"], "closing": ["7月12日"]},
        "explanation": "为什么起草。", "clauses": rows,
        "doubts": [
            {"line": 1, "place": "第2段", "text": "序号像是跳了一个",
             "english": {"place": "paragraph 2", "text": "a number may be missing"}},
            {"line": 0, "place": "第9段", "text": "表格里的字没有读"},
        ],
        "difference": [{"change": "edited", "citation": "一、", "old": "旧的话", "new": "新的话"}],
        "questions": [asked] if left else [], "files": files, "problems": problems,
    }  # fmt: skip


def check(policies: Path) -> tuple[int, dict[str, object]]:
    (policy,) = policies.iterdir()
    text = (policy / "v1.md").read_text("utf-8")
    rule = "《重大行政决策程序暂行条例》第十五条"
    found = [problem(f"{policy.name}/policy.yml", "warning", "期限少于30天，请写明理由。", rule)]
    if "缺" in text:
        found.append(problem(f"{policy.name}/v1.md", "error", "缺第二条，请补上。"))
    found.append(problem("site.yml", "warning", "网站没有写主办单位。"))
    return 0, {"schema": "yanlu-findings/1", "problems": found}


def build(policies: Path, preview: Path) -> None:
    (policy,) = policies.iterdir()
    (preview / policy.name).mkdir(parents=True)
    page = '<!doctype html><title>预览</title><link rel="stylesheet" href="../a.css"><p>全文'
    (preview / policy.name / "index.html").write_text(page, "utf-8")
    (preview / "index.html").write_text(page, "utf-8")
    (preview / "a.css").write_text("@media print{p{color:red}}@media screen and (x){}", "utf-8")
    (preview / "out").symlink_to("/etc")


def main() -> int:
    limited, command, *options = sys.argv[1:]
    assert limited == "--limited"
    assert not {name for name in os.environ if "KEY" in name or "DATABASE" in name}
    given = dict(itertools.pairwise(options))
    if command == "read":
        answers = json.loads(Path(given["--answers"]).read_text("utf-8"))
        code, said = read(Path(options[0]), given["--over"].removeprefix("policies/"), answers)
    elif command == "check":
        code, said = check(Path(given["--policies"]))
    else:
        build(Path(given["--policies"]), Path(given["--preview"]))
        return 0
    sys.stdout.write(json.dumps(said, ensure_ascii=False))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

"""The folder for a city's content system: clean HTML, attachments, QR code, approval form.

The folder's README.txt lists every file with its digest; by it a later run knows what it may
take the place of.
"""

import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import segno

from publisher.addresses.environment import with_slash
from publisher.clauses.markdown.targets import FILES
from publisher.compile.policy import CompiledPolicy
from publisher.documents.approval_form import approval_form
from publisher.documents.compose import compose
from publisher.documents.plain_html import Colophon, notice_html, text_html
from publisher.files.staging import replacing, sweep
from publisher.problems import UsageError
from publisher.sources.own_file import read_own

README = "README.txt"
_LISTED = re.compile(r"^([0-9a-f]{64})  (.+)$", re.MULTILINE)
_SAID = {
    "notice.html": "公告正文",
    "text.html": "文件正文",
    "qr.png": "网页二维码（位图）",
    "qr.svg": "网页二维码（矢量图）",
    "信息发布审批表.docx": "信息发布审批表",
}


def write_handover(compiled: CompiledPolicy, base_url: str, folder: Path) -> list[str]:
    """Write the folder, whole or not at all, and return the names of its files.

    ``UsageError`` where the folder holds anything else than an earlier run wrote.
    """
    _refuse_strangers(folder)
    sweep(folder)
    address = f"{with_slash(base_url)}{compiled.policy.id}/"
    with replacing(folder) as staging:
        for name, content in _contents(compiled, base_url, address).items():
            (staging / name).write_bytes(content)
        _copy_files(compiled, staging)
        names = _names(staging)
        (staging / README).write_text(_readme(compiled, address, staging, names), "utf-8")
    return [*names, README]


def _contents(compiled: CompiledPolicy, base_url: str, address: str) -> dict[str, bytes]:
    printed = compose(compiled.policy, compiled.latest, base_url, compiled.pictures)
    files = tuple((each.title, each.file) for each in compiled.policy.attachments)
    notice = compiled.notice
    code = segno.make(address, error="m", micro=False)
    png, svg = io.BytesIO(), io.BytesIO()
    code.save(png, kind="png", scale=10)
    code.save(svg, kind="svg", scale=10, svgclass=None, lineclass=None, title=address)
    invitation = "在线阅读、提出意见" if compiled.policy.windows else "在线阅读"
    with_files = Colophon(address, invitation, "qr.png", files, compiled.pictures)
    text = text_html(printed, replace(with_files, files=()) if notice else with_files)
    made = {
        "text.html": text.encode(),
        "qr.png": png.getvalue(),
        "qr.svg": svg.getvalue(),
        "信息发布审批表.docx": approval_form(compiled.policy, address),
    }
    if notice:
        page = notice_html(notice, f"{compiled.policy.title}公告", with_files)
        made["notice.html"] = page.encode()
    return made


def _copy_files(compiled: CompiledPolicy, staging: Path) -> None:
    copied = dict.fromkeys((*compiled.files, *compiled.pictures))
    if copied:
        (staging / FILES).mkdir()
    for path in copied:
        (staging / FILES / path.name).write_bytes(read_own(path))


def _names(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def _readme(compiled: CompiledPolicy, address: str, folder: Path, names: list[str]) -> str:
    titles = {each.file: each.title for each in compiled.policy.attachments}
    version = compiled.latest.version
    lines = [
        compiled.policy.title,
        f"版本：{version.id}　{version.label}".rstrip("　"),
        f"网页：{address}",
        f"文本校验值：{version.digest}",
        "",
        *(f"{name}　{_said(name, titles)}" for name in names),
        "",
        "SHA-256：",
        *(f"{_digest(folder / name)}  {name}" for name in names),
    ]
    return "\n".join([*lines, ""])


def _said(name: str, titles: dict[str, str]) -> str:
    """Say what a file of the folder is: a picture of the text has no title of its own."""
    if name in _SAID:
        return _SAID[name]
    return f"附件：{titles[name]}" if name in titles else f"插图：{name}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refuse_strangers(folder: Path) -> None:
    """Let stand what people put there or changed."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("refusal.not_a_folder", folder=str(folder))
    names = _names(folder) if folder.is_dir() else []
    readme = folder / README
    listed = readme.read_text("utf-8", "replace") if readme.is_file() else ""
    own = {name: digest for digest, name in _LISTED.findall(listed)}
    strangers = [
        name for name in names if name != README and own.get(name) != _digest(folder / name)
    ]
    if strangers or (names and not own):
        raise UsageError("refusal.strange_files", folder=str(folder), names=strangers or names)

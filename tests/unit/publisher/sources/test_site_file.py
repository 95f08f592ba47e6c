from pathlib import Path

import pytest

from publisher.problems import Problems
from publisher.sources import SiteFile, read_site_file
from tests.readers.guide_pages import whole_guide


def read(folder: Path, text: str) -> tuple[SiteFile, list[str]]:
    path = folder / "site.yml"
    path.write_text(text, "utf-8")
    problems = Problems()
    site = read_site_file(path, problems)
    return site, [str(problem).removeprefix(f"{folder}/") for problem in problems]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("domain: https://a.gov.cn/", "Y004.domain key=domain value='https://a.gov.cn/'"),
        ("domain: a", "Y004.domain key=domain"),
        ("find_error_url: 找错", "Y004.web_address key=find_error_url"),
        ("share_image: javascript:1", "Y004.share_image key=share_image"),
        ("share_image: a.webp", "Y004.share_image key=share_image"),
        ("share_image: ../a.png", "Y004.share_image key=share_image"),
        ("share_image: gone.jpg", "Y004.picture_unread key=share_image file=gone.jpg"),
        ("data_licence_url: https://a.cn/\"'<", "Y004.web_address key=data_licence_url"),
        ("police_code: '123'", "Y004.police_code key=police_code"),
        (
            "columns: {blog: }",
            "Y004.choice key=columns.blog value='blog' choices=['consultation'",
        ),
        ("columns: {news: {title: 甲}}", "Y003.unknown_key key=columns.news.title"),
        ("stale_days: {news: -1}", "Y004.too_small key=stale_days.news value='-1' least=0"),
        ("keywords: 政策", "Y004.not_a_list key=keywords"),
        ("mark: 十堰市经信委", "Y004.mark key=mark"),
        ("mark: ../mark.png", "Y004.mark key=mark"),
        ("mark: gone.png", "Y004.picture_unread key=mark file=gone.png"),
        ("mark: site.webp", "Y004.picture_unread key=mark file=site.webp"),
        ("colour: red", "Y004.colour key=colour value='red'"),
        ("colour: '#8a8a8a'", "Y004.contrast colour=#8a8a8a contrast=3.1 least=4.5"),
        ("color: red", "Y003.unknown_key key=color"),
    ],
)
def test_a_fault_is_named_by_its_line(tmp_path: Path, line: str, fault: str) -> None:
    _, faults = read(tmp_path, f"name: 甲\n{line}\n")
    assert len(faults) == 1
    assert faults[0].startswith(f"site.yml:2: {fault}")


def test_every_key_may_be_given(tmp_path: Path) -> None:
    site, faults = read(
        tmp_path,
        "domain: yj.some.gov.cn\nkeywords: [政策, 征求意见]\n"
        "columns: {news: {name: 工信动态}, reply: }\n"
        "find_error_url: https://zfwzzc.www.gov.cn/check_web/errorInfo_jsp.action?site_code=4203\n",
    )
    assert faults == []
    assert (site.column("news").name, site.column("reply").name) == ("工信动态", "")
    assert site.keywords == ("政策", "征求意见")


@pytest.mark.parametrize(
    "line", ["police: 鄂公网安备42030302000123号", "police: 某号\npolice_code: '42030302000123'"]
)
def test_the_police_number_leads_to_its_register(tmp_path: Path, line: str) -> None:
    site, _ = read(tmp_path, f"{line}\n")
    assert site.police_url.endswith("code=42030302000123")
    assert SiteFile().police_url == ""


def test_the_icp_number_leads_to_its_register() -> None:
    assert SiteFile(icp="某ICP备1号").icp_url == "https://beian.miit.gov.cn/"
    assert SiteFile().icp_url == ""


def test_days_of_columns_are_those_of_the_inspections_unless_set() -> None:
    site = SiteFile(stale_days={"news": 30})
    assert [site.stale_after(kind) for kind in ("news", "document", "reply")] == [30, 183, 365]


def test_every_key_is_documented() -> None:
    guide = whole_guide()
    assert [key for key in SiteFile.model_fields if f"`{key}`" not in guide] == []


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("mark.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        ("mark.png", b"\x89PNG\r\n\x1a\n", ""),
        ("mark.png", b"<svg/>", "Y004.picture_content key=mark file=mark.png form=png"),
        (
            "mark.svg",
            b"<svg><script>1</script></svg>",
            "Y004.picture_content key=mark file=mark.svg form=svg",
        ),
        (
            "mark.svg",
            b"<svg onload='a()'/>",
            "Y004.picture_content key=mark file=mark.svg form=svg",
        ),
        *(
            ("mark.svg", hidden, "Y004.picture_content key=mark file=mark.svg form=svg")
            for hidden in (
                b"<svg xmlns:s='http://www.w3.org/2000/svg'><s:script>1</s:script></svg>",
                b"<svg><a href='java&#115;cript:1'/></svg>",
                b"<svg><i:iframe xmlns:i='http://www.w3.org/1999/xhtml'/></svg>",
                b"<?xml version='1.0' encoding='iso-2022-jp'?><svg><scr\x1b(Bipt/></svg>",
            )
        ),
        (
            "mark.svg",
            b"<?xml version='1.0' encoding='UTF-8'?><svg><title>A&#160;B</title></svg>",
            "",
        ),
        ("mark.webp", bytes(62_000), "Y004.picture_size key=mark file=mark.webp size=61 most=60"),
    ],
)
def test_a_picture_is_the_mark_if_it_is_small_and_what_its_name_says(
    tmp_path: Path, name: str, content: bytes, fault: str
) -> None:
    (tmp_path / name).write_bytes(content)
    site, faults = read(tmp_path, f"mark: {name}\n")
    assert [each.removeprefix("site.yml:1: ") for each in faults] == ([fault] if fault else [])
    # One that is refused gives way to the seal.
    assert site.shown_mark == ("言路" if fault else f"assets/yanlu/{name}")


def test_the_seal_is_made_of_the_name_unless_it_is_given(tmp_path: Path) -> None:
    assert SiteFile(name="甲市政策征求意见平台").shown_mark == "甲市政策"
    assert read(tmp_path, "name: 言路\nmark: 十堰经信\n")[0].shown_mark == "十堰经信"
    assert SiteFile(name="Yanlu").shown_mark == "Y"

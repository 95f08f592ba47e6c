from collections import Counter
from pathlib import Path

import pytest
import yaml

from publisher.importers.draft.cleanup import strip_readings
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.sites import ROOT

SEED = ROOT / "tests/data/seeds/004_df2ff32941c852ae.txt"
LISTED = ROOT / "policies/suqian-five-hearts-2023/repairs.yml"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("強(qiáng)化", "強化"),
        ("业（yè）务(wù)", "业务"),
        ("女(nǚ)士", "女士"),
        ("略(lu\u0308e\u0300)", "略"),
        ("光(ɡuānɡ)", "光"),
        ("(qiáng)化", "(qiáng)化"),
        ("A(qiáng)", "A(qiáng)"),
        ("们(men)", "们(men)"),
        ("强(qiáng hua)", "强(qiáng hua)"),
        ("强(qiánghuà)", "强(qiánghuà)"),
        ("强(QIÁNG)", "强(QIÁNG)"),
        ("平台(café)", "平台(café)"),
        ("强(1)", "强(1)"),
    ],
)
def test_only_a_toned_syllable_behind_a_character_is_a_reading(text: str, left: str) -> None:
    removed: Counter[str] = Counter()
    assert strip_readings(text, removed) == left
    assert bool(removed) == (text != left)


def test_the_repairs_of_seed_004_are_found_as_they_were_listed_by_hand(imported: Importing) -> None:
    outcome = imported("宿迁.txt", SEED.read_bytes(), simplified=True)
    found = {entry["kind"]: entry for entry in outcome.data("repairs.yml")["repairs"]}
    by_hand = {
        entry["kind"]: entry for entry in yaml.safe_load(LISTED.read_text("utf-8"))["repairs"]
    }
    for kind, key in (("pinyin", "removed"), ("simplified", "pairs")):
        assert found[kind][key].split() == by_hand[kind][key].split()
    assert found["pinyin"]["count"] == by_hand["pinyin"]["count"]


def test_seed_004_reads_as_it_is_published(imported: Importing) -> None:
    lines = imported("宿迁.txt", SEED.read_bytes(), simplified=True).lines()
    published = (Path(LISTED).parent / "v1.md").read_text("utf-8").split("\n")
    words = [line.removeprefix("## ") for line in published if line]
    # The last line is the portal's own: 扫一扫在手机打开当前页.
    assert lines == words[-len(lines) - 1 : -1]


def test_traditional_stays_unless_it_is_asked_for(imported: Importing) -> None:
    assert imported("甲.txt", "工業經濟。".encode()).lines() == ["工業經濟。"]

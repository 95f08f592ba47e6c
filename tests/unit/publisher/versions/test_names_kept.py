"""What is published keeps its names: ids and digests of release 0.1.0, text by text."""

import hashlib

import pytest

from tests.worlds.drafts import clauses
from tests.worlds.sites import ROOT

# SHA-256 (its first 16 digits) of "eId digest" line by line, as 0.1.0 reads the text.
KEPT = {
    "tests/data/laws/law01.md": "20e596985eab2b10",
    "tests/data/laws/law02.md": "b352133ccfa3d487",
    "tests/data/laws/law03.md": "13ba38d8cad71023",
    "tests/data/laws/law04.md": "5d45242d88427666",
    "tests/data/laws/law05.md": "0dd44704032cd71c",
    "tests/data/laws/law06.md": "d5738edbe5109f2a",
    "tests/data/laws/law07.md": "0f34a29ff2df989f",
    "tests/data/laws/law08.md": "7a3b514a50477c20",
    "tests/data/laws/law09.md": "4a74a7a929e7a5c0",
    # The title of its 附录 is the heading of the annex since reader 2, no paragraph.
    "tests/data/laws/law10.md": "489b378ede659931",
    "tests/data/laws/law11.md": "d2ef1cd176b6baab",
    "tests/data/laws/law12.md": "2eddde77cf8227ed",
    "tests/data/laws/law13.md": "d49c885a742e1004",
    "policies/jiaozuo-enterprise-service-2009/v1.md": "b4e983630e5e82ef",
    "policies/shandong-enterprise-service-reply-2020/v1.md": "6192d253f4818ae5",
    "policies/shiyan-industry-2018/v1.md": "16a9b71ae1510090",
    "policies/suqian-five-hearts-2023/v1.md": "c0529dec934b5318",
    "policies/taian-factor-support-2023/v1.md": "d4b4f97d80472723",
}


@pytest.mark.parametrize("path", KEPT)
def test_ids_and_digests_are_those_of_the_first_release(path: str) -> None:
    found = clauses((ROOT / path).read_text("utf-8"))
    lines = "\n".join(f"{each.eid} {each.digest}" for each in found)
    assert hashlib.sha256(lines.encode()).hexdigest()[:16] == KEPT[path]

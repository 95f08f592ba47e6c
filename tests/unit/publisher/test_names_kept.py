"""What is published keeps its names: ids and digests of release 0.1.0, text by text."""

import hashlib

import pytest

from tests.drafts import clauses
from tests.sites import ROOT

# SHA-256 (its first 16 digits) of "eId digest" line by line, as 0.1.0 reads the text.
KEPT = {
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

from dataclasses import replace

import pytest

from catalogue.checks.digests import require_digests
from catalogue.errors import CatalogueError
from catalogue.model import Clause
from catalogue.text import clause_digest


def clause(eid: str, parent: str | None, text: str, *below: str) -> Clause:
    digest = clause_digest([("", "", each) for each in (text, *below)])
    return Clause(eid, f"v1.{eid}", parent, "para", "", "", text, "", digest, 1)


TREE = (
    clause("art_1", None, "甲", "乙", "丙", "丁"),
    clause("art_1__para_1", "art_1", "乙", "丙"),
    clause("art_1__para_1__item_1", "art_1__para_1", "丙"),
    clause("art_1__para_2", "art_1", "丁"),
    clause("art_2", None, "戊"),
)


def test_texts_that_are_what_their_digests_say_are_taken() -> None:
    require_digests(TREE)
    require_digests(())


@pytest.mark.parametrize(("place", "named"), [(2, "art_1"), (4, "art_2")])
def test_a_changed_text_shows_in_all_that_it_hangs_on(place: int, named: str) -> None:
    changed = list(TREE)
    changed[place] = replace(TREE[place], text="改")
    with pytest.raises(CatalogueError, match=f"is not that of the text of {named}$"):
        require_digests(changed)


def test_a_clause_that_was_left_out_shows_in_what_it_hung_on() -> None:
    with pytest.raises(CatalogueError, match=r"of art_1$"):
        require_digests((*TREE[:3], TREE[4]))


@pytest.mark.parametrize("parent", ["nothing", "art_1"])
def test_a_clause_before_what_it_hangs_on_is_refused(parent: str) -> None:
    with pytest.raises(CatalogueError, match="/clauses/0/parent: no clause"):
        require_digests((replace(TREE[0], parent=parent), *TREE[1:]))

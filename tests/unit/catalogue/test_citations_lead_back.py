"""The citation of each clause, of whatever form, leads back to it."""

import pytest

from catalogue.references import Finder, read_citation
from tests.worlds.clause_forms import WAYS, clauses_of_every_form


@pytest.mark.parametrize("way", WAYS)
def test_the_citation_of_every_clause_of_every_form_leads_back_to_it(way: str) -> None:
    clauses = clauses_of_every_form(way).clauses
    finder = Finder(clauses)
    lost = [
        f"{clause.eid} {clause.citation}"
        for clause in clauses
        if (parts := read_citation(clause.citation)) is None or finder.resolve(parts) is not clause
    ]
    assert lost == []

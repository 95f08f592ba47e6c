"""The page of an outcome, and what of it stands beside the clauses."""

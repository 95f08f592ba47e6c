"""The page of an outcome, and the outcomes of single clauses."""

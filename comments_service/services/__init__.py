"""Use cases: each opens its transaction, calls the rules and the store, and returns values."""

"""Entries of the ledger: what each type of them holds, and how it is folded into states."""

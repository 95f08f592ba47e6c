"""Recording in the ledger, cuts of it, keys, and whether rows agree with it."""

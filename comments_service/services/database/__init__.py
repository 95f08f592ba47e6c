"""The database as a whole: its layout, identity, copies, and the check against the ledger."""

"""The desk's pages of accounts: signing in, staff."""

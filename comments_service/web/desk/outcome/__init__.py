"""The desk's pages of the outcome: release, reports, year, overview."""

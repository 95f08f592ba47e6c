"""The outcome, its reports, exports and tallies."""

"""The desk's pages of what comes in: entering, a submission, units."""

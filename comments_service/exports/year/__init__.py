"""The year's sheet over all consultations."""

"""The pages of the whole site: home, lists, consultations, open data."""

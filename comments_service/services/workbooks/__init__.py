"""Workbooks that go out and come back: decisions, letters, units' opinions."""

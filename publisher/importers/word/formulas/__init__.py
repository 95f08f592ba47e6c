"""Formulas as characters of one line: of Word, of its fields, of web pages."""

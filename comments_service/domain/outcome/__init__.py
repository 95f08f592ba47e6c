"""The outcome of a consultation, and what stops it from being published."""

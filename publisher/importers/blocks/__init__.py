"""What importers have in common: blocks of text, limits, repairs, faults."""

"""What importers share: blocks of text, limits, repairs, faults."""

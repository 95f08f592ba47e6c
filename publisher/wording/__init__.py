"""What every output says: names, titles, dated events, the words of an outcome."""

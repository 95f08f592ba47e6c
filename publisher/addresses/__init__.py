"""Where things are: the portal's addresses and those of feeds."""

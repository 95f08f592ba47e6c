"""A city's home: the folder of all that belongs to one site and not to the product."""

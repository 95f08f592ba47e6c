"""Building the site: a run, its policies, its pages, its index, and what is kept for the next."""

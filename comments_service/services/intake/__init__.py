"""Taking in: from the web, from paper, from units; checking, and looking up."""

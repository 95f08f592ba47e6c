"""What the site has published, read from its files or over HTTP."""

"""What the site and the service share: the stylesheet, and the words of the interface."""

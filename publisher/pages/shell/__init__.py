"""What all pages share: layout, head and foot, prose, the words of a line as HTML."""

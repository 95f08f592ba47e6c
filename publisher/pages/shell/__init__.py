"""What all pages share: layout, head and foot, columns of a list."""

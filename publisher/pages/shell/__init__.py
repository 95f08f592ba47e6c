"""What all pages share: layout, head and footer, columns of a list."""

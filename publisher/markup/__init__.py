"""Text as HTML: the words of a line, and prose without clauses; for pages and printed documents."""

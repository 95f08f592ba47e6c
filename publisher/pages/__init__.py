"""The pages of the site, as Markdown files with front matter and ready HTML."""

from publisher.pages.write import Addresses, write_pages

__all__ = ["Addresses", "write_pages"]

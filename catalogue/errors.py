"""The one error that reading the contract can raise."""


class CatalogueError(ValueError):
    """A catalogue or clause file does not fit its schema; the message names the place."""

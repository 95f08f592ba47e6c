"""How pages speak: a function from the Chinese words to those of the page's language."""

from collections.abc import Callable

Say = Callable[..., str]
"""``say("已有%(count)s条意见", count=3)``."""

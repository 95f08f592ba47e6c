"""Real-name comments on published drafts: taken, kept, tallied, exported."""

from typing import Any


def __getattr__(name: str) -> Any:
    """Make ``app`` when ``flask --app comments_service run`` asks; nothing else needs Flask."""
    if name != "app":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from comments_service.development import development_app  # noqa: PLC0415 - see above

    return development_app()

"""The versions of comments: each change of what is said is another row."""

from sqlalchemy import and_, func, select

from comments_service.store.tables import comment_versions, comments

_ANOTHER = comment_versions.alias()
LATEST_VERSION = and_(
    comment_versions.c.comment_id == comments.c.id,
    comment_versions.c.number
    == select(func.max(_ANOTHER.c.number))
    .where(_ANOTHER.c.comment_id == comments.c.id)
    .scalar_subquery(),
)
"""Joins ``comments`` with what each of them says now."""

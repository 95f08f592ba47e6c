"""What Alembic runs: the migrations go through the caller's connection and transaction."""

from alembic import context

from comments_service.store.column_types import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

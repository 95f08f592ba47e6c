"""Migrations, run by ``comments_service.store.database.migrate``."""

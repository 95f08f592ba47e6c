"""Migrations, run by ``comments_service.store.migrate``."""

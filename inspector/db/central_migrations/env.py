"""Alembic's entry point; `inspector.db.central.upgrade` hands it the connection."""

from alembic import context

from inspector.db.central_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

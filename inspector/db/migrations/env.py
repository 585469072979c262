"""Alembic's entry point; `inspector.db.ledger.upgrade` hands it the connection."""

from alembic import context

from inspector.db.local_tables import PenRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=PenRow.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
